import { language } from '../words/language.js'
import { call } from './api.js'
import { forgetExchanges } from './exchanges.js'
import { challengeOf, randomText } from './pkce.js'
import { callAsMember } from './session.js'

/** This page, as the client it is registered as. */
export const clientId = 'web'
const redirectUri = `${location.origin}/demo/`
const key = 'ieum-visit'

/** The visit under way: what only this tab knows until its outcome is in. */
export const visit = () => JSON.parse(sessionStorage.getItem(key) ?? 'null')
const keep = (value) => sessionStorage.setItem(key, JSON.stringify(value))
export const forgetVisit = () => sessionStorage.removeItem(key)

/** Makes the secrets of a visit. The verifier stays here: whoever steals the way back cannot use it. */
async function begin(provider, intent) {
  const codeVerifier = randomText()
  const state = randomText()
  forgetExchanges()
  keep({ provider, intent, codeVerifier, state, startedAt: new Date().toISOString() })
  return { clientId, redirectUri, codeChallenge: await challengeOf(codeVerifier), state }
}

/** Leaves for the provider, to sign in. */
export async function startVisit(provider) {
  const query = new URLSearchParams(await begin(provider, 'login'))
  location.assign(`/login/${provider}?${query}`)
}

/** Leaves for the provider as a member, to add it (`link`) or to prove presence again (`reauth`). */
export async function startMemberVisit(provider, intent) {
  const body = { ...(await begin(provider, intent)), flow: 'redirect', intent }
  const answer = await callAsMember('POST', `/login/${provider}`, body)
  if (answer.problem === undefined) location.assign(answer.body.authorizationUrl)
  else forgetVisit()
  return answer
}

/** Leaves for the identity gateway, to prove who one is. What its script would do on a real page, a page of its own does. */
export async function startCheck() {
  const { codeChallenge } = await begin(undefined, 'check')
  const answer = await callAsMember('POST', '/identity-verification', { codeChallenge })
  if (answer.problem !== undefined) {
    forgetVisit()
    return answer
  }
  const { identityVerificationId, nonce, storeId, channelKey } = answer.body
  keep({ ...visit(), identityVerificationId })
  const { body } = await call('GET', '/_local/identity-gateway')
  const opening = { storeId, channelKey, identityVerificationId, customData: nonce }
  const query = new URLSearchParams({ ...opening, redirectUrl: redirectUri, lang: language() })
  location.assign(`${body.window}?${query}`)
  return answer
}

/** Whether the address bar holds the way back from the identity gateway. */
export const isBackFromCheck = () => new URLSearchParams(location.search).has('identityVerificationId')

/** Has the server fetch what the gateway found out; what the address bar says of it proves nothing. */
export async function finishCheck() {
  const identityVerificationId = new URLSearchParams(location.search).get('identityVerificationId')
  history.replaceState(null, '', location.pathname)
  const started = visit()
  if (started?.identityVerificationId !== identityVerificationId) {
    forgetVisit()
    return { status: 0, problem: { code: 'state_mismatch' } }
  }
  const { codeVerifier } = started
  const body = { identityVerificationId, codeVerifier }
  return remember(await callAsMember('POST', '/identity-verification/confirm', body))
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
  return remember(answer)
}

/** A question outlives a reload of the page, as a half-filled form should. */
function remember(answer) {
  const { registerToken, linkToken, mergeToken } = answer.body ?? {}
  if (registerToken ?? linkToken ?? mergeToken) keep({ ...visit(), answer })
  return answer
}

/** Completes a sign-up with what the outcome gave and the person filled in. */
export async function register(
  { registerToken, identity },
  { name, attributes, consents, verificationTokens },
) {
  const answer = await call('POST', '/register', {
    body: {
      registerToken,
      codeVerifier: visit()?.codeVerifier,
      provider: identity.provider,
      subject: identity.subject,
      ...(name === undefined || name === '' ? {} : { name }),
      ...(verificationTokens.length === 0 ? {} : { verificationTokens }),
      attributes,
      consents,
    },
  })
  return remember(answer)
}

/** Asks for a form for a photo, for a sign-up that goes on. */
export const startUpload = ({ registerToken }, contentType) =>
  call('POST', '/uploads', { body: { registerToken, codeVerifier: visit()?.codeVerifier, contentType } })

/** Answers a question about an existing member; `asMember` shows who has just signed in. */
export async function answerQuestion({ linkToken, mergeToken }, given, { asMember = false } = {}) {
  const token = mergeToken === undefined ? { linkToken } : { mergeToken }
  const body = { ...token, codeVerifier: visit()?.codeVerifier, ...given }
  return remember(await (asMember ? callAsMember('POST', '/link', body) : call('POST', '/link', { body })))
}

/** A browser follows redirects by itself, so those requests are told by the server's log instead. */
export const seenByServer = () => call('GET', '/_local/log')
