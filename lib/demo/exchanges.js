import { language } from './words/language.js'

const key = 'ieum-exchanges'
const listeners = new Set()

const empty = () => ({ since: new Date().toISOString(), exchanges: [] })

/** The requests of this visit, and the time of its beginning. The tab keeps both, since a visit leaves the page and returns. */
export const visitSoFar = () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? empty()

/** Keeps one exchange, and notifies the listeners. */
function record(exchange) {
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
function shorten(value, name = '') {
  if (typeof value === 'string')
    return secret.test(name) && value.length > 12 ? `${value.slice(0, 6)}…` : value
  if (Array.isArray(value)) return value.map((item) => shorten(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([part, item]) => [part, shorten(item, part)]))
}

/**
 * A page that opens asks what is offered, and whether somebody is signed in. The offer, and that nobody is there, are no
 * part of a visit.
 */
const asksWhereItIs = ({ path, status, sent }) =>
  path === '/login' || (path === '/token' && status === 401 && sent?.ticket === undefined)

/** The fetch of the client: it asks in the language of the page, and each exchange is kept for the panel. */
export async function recordingFetch(url, init) {
  const { pathname: path } = new URL(url)
  // A member who leaves for a provider begins a new visit.
  if (/^\/login\/(?!password|code)/.test(path)) forgetExchanges()
  init.headers.set('accept-language', language())
  const exchange = {
    at: new Date().toISOString(),
    method: init.method,
    path,
    sent: shorten(init.body === undefined ? undefined : JSON.parse(init.body)),
  }
  const response = await fetch(url, init).catch((error) => {
    record({ ...exchange, status: 0 })
    throw error
  })
  const body = await response
    .clone()
    .json()
    .catch(() => undefined)
  const done = {
    ...exchange,
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? undefined,
    outcome: body?.outcome ?? body?.code,
    received: shorten(body),
  }
  if (!asksWhereItIs(done)) record(done)
  return response
}
