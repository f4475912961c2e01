import { call } from './api.js'

const key = 'ieum-signed-in'
let accessToken

/** Whether this browser was signed in when it was last here; the refresh cookie itself cannot be seen. */
export const mayBeSignedIn = () => localStorage.getItem(key) === 'yes'

/** Takes the access token of an answer. It lives in memory only, so no other page can read it. */
export function enter({ accessToken: given }) {
  accessToken = given
  localStorage.setItem(key, 'yes')
}

/** Forgets the member. */
export function leave() {
  accessToken = undefined
  localStorage.removeItem(key)
}

/** Renews the sign-in with the refresh cookie. */
export async function renew() {
  const answer = await call('POST', '/token', { body: {} })
  if (answer.problem === undefined) enter(answer.body)
  return answer
}

/** Gets a token where there is none: the page has been away. */
export const wake = () => (accessToken === undefined ? renew() : {})

/** Calls as the member. A token that has run out is renewed once, as any client does. */
export async function callAsMember(method, path, body) {
  const first = await call(method, path, { body, accessToken })
  if (first.problem?.code !== 'invalid_token') return { ...first, renewed: false }
  const renewal = await renew()
  if (renewal.problem !== undefined) return { ...renewal, renewed: false }
  return { ...(await call(method, path, { body, accessToken })), renewed: true }
}

/** Signs out, here and at the provider; with `everywhere`, on all other devices too. */
export async function signOut(body) {
  const answer = await call('POST', '/logout', { body, accessToken })
  leave()
  return answer
}
