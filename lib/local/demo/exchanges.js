const key = 'ieum-exchanges'
const listeners = new Set()

/** What this visit has asked so far. It lives in the tab, since a visit leaves the page and comes back. */
export const exchanges = () => JSON.parse(sessionStorage.getItem(key) ?? '[]')

/** Remembers one exchange of ours and tells whoever shows them. */
export function record(exchange) {
  sessionStorage.setItem(key, JSON.stringify([...exchanges(), exchange].slice(-40)))
  for (const listener of listeners) listener()
}

/** A new visit starts with a clean sheet. */
export function forgetExchanges() {
  sessionStorage.removeItem(key)
  for (const listener of listeners) listener()
}

export const onExchange = (listener) => listeners.add(listener)

const secret = /token$|verifier$|challenge$|^ticket$|^state$|^transaction$|^nonce$|^code$|^registerToken$/i

/** A copy that is fit to be shown: what opens doors is cut to its first letters. */
export function shorten(value, name = '') {
  if (typeof value === 'string')
    return secret.test(name) && value.length > 12 ? `${value.slice(0, 6)}…` : value
  if (Array.isArray(value)) return value.map((item) => shorten(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([part, item]) => [part, shorten(item, part)]))
}
