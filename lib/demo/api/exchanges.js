const key = 'ieum-exchanges'
const listeners = new Set()

const empty = () => ({ since: new Date().toISOString(), exchanges: [] })

/** The requests of this visit, and the time of its beginning. The tab keeps both, since a visit leaves the page and returns. */
export const visitSoFar = () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? empty()

/** Keeps one exchange, and notifies the listeners. */
export function record(exchange) {
  const { since, exchanges } = visitSoFar()
  keep({ since, exchanges: [...exchanges, exchange].slice(-40) })
}

/** Forgets all exchanges, for a new visit. */
export function forgetExchanges() {
  keep(empty())
}

function keep(value) {
  sessionStorage.setItem(key, JSON.stringify(value))
  for (const listener of listeners) listener()
}

export const onExchange = (listener) => listeners.add(listener)

const secret = /token$|verifier$|challenge$|^ticket$|^state$|^transaction$|^nonce$|^code$|^registerToken$/i

/** Gives a copy for display. Secrets are cut to their first letters. */
export function shorten(value, name = '') {
  if (typeof value === 'string')
    return secret.test(name) && value.length > 12 ? `${value.slice(0, 6)}…` : value
  if (Array.isArray(value)) return value.map((item) => shorten(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([part, item]) => [part, shorten(item, part)]))
}
