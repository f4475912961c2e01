import { call } from './api.js'

const key = 'ieum-signed-in'
let accessToken

/** Whether this browser was signed in at its last visit. Scripts cannot see the refresh cookie itself. */
export const mayBeSignedIn = () => localStorage.getItem(key) === 'yes'

/** Keeps the access token of a response, in memory only, so no other page can read the token. */
export function keepToken({ accessToken: given }) {
  accessToken = given
  localStorage.setItem(key, 'yes')
}

/** Forgets the member. */
export function forgetMember() {
  accessToken = undefined
  localStorage.removeItem(key)
}

/** Renews the sign-in with the refresh cookie. */
export async function renew() {
  const response = await call('POST', '/token', { body: {} })
  if (response.problem === undefined) keepToken(response.body)
  return response
}

/** Renews the sign-in when the page has no token, as after a reload. */
export const ensureToken = () => (accessToken === undefined ? renew() : {})

/** Calls the API as the member. An expired token is renewed once, as in any client. */
export async function callAsMember(method, path, body) {
  const first = await call(method, path, { body, accessToken })
  if (first.problem?.code !== 'invalid_token') return { ...first, renewed: false }
  const renewal = await renew()
  if (renewal.problem !== undefined) return { ...renewal, renewed: false }
  return { ...(await call(method, path, { body, accessToken })), renewed: true }
}

/** Signs out here and at the provider. `everywhere` signs out all other devices too. */
export async function signOut(body) {
  const response = await call('POST', '/logout', { body, accessToken })
  forgetMember()
  return response
}
