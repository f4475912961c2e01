const places = new Map()

/** Says what happens at a place: an outcome of the API, or a page of ours. `arrive` takes the place's details. */
export const when = (place, arrive) => places.set(place, arrive)

/** Goes to a place. */
export const go = (place, details = {}) => places.get(place)(details)

/** Goes where an answer of the API leads: its outcome, or the page for problems. */
export const follow = ({ body, problem }) =>
  problem === undefined ? go(body.outcome, body) : go('problem', { problem })
