import { call } from './api.js'
import { forgetExchanges } from './exchanges.js'
import { challengeOf, randomText } from './pkce.js'

/** This page, as the client it is registered as. */
const clientId = 'web'
const redirectUri = `${location.origin}/demo/`
const key = 'ieum-visit'

/** The visit under way: what only this tab knows until its outcome is in. */
export const visit = () => JSON.parse(sessionStorage.getItem(key) ?? 'null')
const keep = (value) => sessionStorage.setItem(key, JSON.stringify(value))
export const forgetVisit = () => sessionStorage.removeItem(key)

/** Leaves for the provider. The verifier stays here: whoever steals the way back cannot use it. */
export async function startVisit(provider) {
  const codeVerifier = randomText()
  const state = randomText()
  forgetExchanges()
  keep({ provider, codeVerifier, state, startedAt: new Date().toISOString() })
  const query = new URLSearchParams({
    clientId,
    redirectUri,
    codeChallenge: await challengeOf(codeVerifier),
    state,
  })
  location.assign(`/login/${provider}?${query}`)
}

/** Whether the address bar holds the way back from a provider. */
export const isReturning = () => new URLSearchParams(location.search).has('ticket')

/** Trades the ticket in the address bar for the outcome, once: it is gone from the bar before it is used. */
export async function finishVisit() {
  const query = new URLSearchParams(location.search)
  history.replaceState(null, '', location.pathname)
  const started = visit()
  if (started === null || query.get('state') !== started.state) {
    forgetVisit()
    return { status: 0, problem: { code: 'state_mismatch' } }
  }
  const answer = await call('POST', '/token', {
    body: { ticket: query.get('ticket'), codeVerifier: started.codeVerifier },
  })
  // The answer outlives a reload of the page, as a half-filled form should.
  if (answer.body?.registerToken !== undefined) keep({ ...started, answer })
  return answer
}

/** Completes a sign-up with what the outcome gave and the person filled in. */
export function register(outcome, { name, consents }) {
  return call('POST', '/register', {
    body: {
      registerToken: outcome.registerToken,
      codeVerifier: visit()?.codeVerifier,
      provider: outcome.identity.provider,
      subject: outcome.identity.subject,
      ...(name === undefined || name === '' ? {} : { name }),
      consents,
    },
  })
}

/** A browser follows redirects by itself, so those requests are told by the server's log instead. */
export const seenByServer = () => call('GET', '/_local/log')
