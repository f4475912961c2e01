const places = new Map()

/** Registers the function that draws a place: an outcome of the API, or a page of the demo. `draw` takes the details. */
export const when = (place, draw) => places.set(place, draw)

/** Goes to a place. */
export const go = (place, details = {}) => places.get(place)(details)

/** Goes to the outcome of an API response, or to the page for problems. */
export const follow = ({ body, problem }) =>
  problem === undefined ? go(body.outcome, body) : go('problem', { problem })
