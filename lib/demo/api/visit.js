import { language } from '../words/language.js'
import { call } from './api.js'
import { forgetExchanges } from './exchanges.js'
import { challengeOf, randomText } from './pkce.js'
import { callAsMember } from './session.js'

/** The id of this page as a registered client. */
export const demoClientId = 'web'
/**
 * The client of a sign-in to a second account. A mobile client gets its refresh token in the body, so the cookie of the
 * account that this page is signed in to stays.
 */
export const secondClientId = 'app'
const redirectUri = `${location.origin}/demo/`
const key = 'ieum-visit'

/** The current visit. Only this tab knows its secrets. */
export const visit = () => JSON.parse(sessionStorage.getItem(key) ?? 'null')
const keep = (value) => sessionStorage.setItem(key, JSON.stringify(value))
export const forgetVisit = () => sessionStorage.removeItem(key)

/** Makes the secrets of a visit. The verifier stays in this tab, so a stolen ticket is worth nothing. */
async function begin(provider, intent) {
  const codeVerifier = randomText()
  const state = randomText()
  forgetExchanges()
  keep({ provider, intent, codeVerifier, state, startedAt: new Date().toISOString() })
  return { clientId: demoClientId, redirectUri, codeChallenge: await challengeOf(codeVerifier), state }
}

/** Goes to the provider to sign in. */
export async function startVisit(provider) {
  const query = new URLSearchParams(await begin(provider, 'login'))
  location.assign(`/login/${provider}?${query}`)
}

/** Goes to the provider as a member, to link the provider (`link`) or to re-authenticate (`reauth`). */
export async function startMemberVisit(provider, intent) {
  const body = { ...(await begin(provider, intent)), flow: 'redirect', intent }
  const response = await callAsMember('POST', `/login/${provider}`, body)
  if (response.problem === undefined) location.assign(response.body.authorizationUrl)
  else forgetVisit()
  return response
}

/** Goes to the identity gateway. A page of the stand-in takes the part of the gateway's script. */
export async function startCheck() {
  const { codeChallenge } = await begin(undefined, 'check')
  const response = await callAsMember('POST', '/identity-verification', { codeChallenge })
  if (response.problem !== undefined) {
    forgetVisit()
    return response
  }
  const { identityVerificationId, nonce, storeId, channelKey } = response.body
  keep({ ...visit(), identityVerificationId })
  const { body } = await call('GET', '/_local/identity-gateway')
  const opening = { storeId, channelKey, identityVerificationId, customData: nonce }
  const query = new URLSearchParams({ ...opening, redirectUrl: redirectUri, lang: language() })
  location.assign(`${body.window}?${query}`)
  return response
}

/** Whether the person returns from the identity gateway. */
export const isBackFromCheck = () => new URLSearchParams(location.search).has('identityVerificationId')

/** Lets the server fetch the result from the gateway. The address bar proves nothing. */
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

/** Whether the person returns from a provider. */
export const isReturning = () => new URLSearchParams(location.search).has('ticket')

/** Exchanges the ticket in the address bar for the outcome. The ticket leaves the address bar before its use. */
export async function finishVisit() {
  const query = new URLSearchParams(location.search)
  history.replaceState(null, '', location.pathname)
  const started = visit()
  if (started === null || query.get('state') !== started.state) {
    forgetVisit()
    return { status: 0, problem: { code: 'state_mismatch' } }
  }
  const response = await call('POST', '/token', {
    body: { ticket: query.get('ticket'), codeVerifier: started.codeVerifier },
  })
  return remember(response)
}

/** Keeps a question over a reload of the page. */
function remember(response) {
  const { registerToken, linkToken, mergeToken } = response.body ?? {}
  if (registerToken ?? linkToken ?? mergeToken) keep({ ...visit(), response })
  return response
}

/** Completes a sign-up with the outcome of the visit and the input of the person. */
export async function sendRegistration(
  { registerToken, identity },
  { name, nickname, birth, gender, attributes, consents, verificationTokens },
) {
  const response = await call('POST', '/register', {
    body: {
      registerToken,
      codeVerifier: visit()?.codeVerifier,
      provider: identity.provider,
      subject: identity.subject,
      ...(name === undefined || name === '' ? {} : { name }),
      nickname,
      birth,
      gender,
      ...(verificationTokens.length === 0 ? {} : { verificationTokens }),
      attributes,
      consents,
    },
  })
  return remember(response)
}

/** Requests an upload form for a photo, during a sign-up. */
export const requestUpload = ({ registerToken }, contentType) =>
  call('POST', '/uploads', { body: { registerToken, codeVerifier: visit()?.codeVerifier, contentType } })

const tokenOf = ({ registerToken, linkToken, mergeToken }) => {
  if (mergeToken !== undefined) return { mergeToken }
  return registerToken === undefined ? { linkToken } : { registerToken }
}

/**
 * Answers a question about an existing member, or links a visit that was asked to sign up to the account of the
 * signed-in member. `asMember` sends the access token of that member.
 */
export async function sendAnswer(question, given, { asMember = false } = {}) {
  const token = tokenOf(question)
  const body = { ...token, codeVerifier: visit()?.codeVerifier, ...given }
  return remember(await (asMember ? callAsMember('POST', '/link', body) : call('POST', '/link', { body })))
}

/** Reads the log of the server. Only the log knows the redirects that the browser followed. */
export const seenByServer = () => call('GET', '/_local/log')
