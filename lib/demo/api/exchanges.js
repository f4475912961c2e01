const key = 'ieum-exchanges'
const listeners = new Set()

const empty = () => ({ since: new Date().toISOString(), exchanges: [] })

/** What this visit has asked `since` it began. It lives in the tab, since a visit leaves the page and returns. */
export const visitSoFar = () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? empty()

/** Remembers one exchange of ours and tells whoever shows them. */
export function record(exchange) {
  const { since, exchanges } = visitSoFar()
  keep({ since, exchanges: [...exchanges, exchange].slice(-40) })
}

/** A new visit starts with a clean sheet. */
export function forgetExchanges() {
  keep(empty())
}

function keep(value) {
  sessionStorage.setItem(key, JSON.stringify(value))
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
