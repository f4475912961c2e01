import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { DirectCallback } from '../../flows/callback.ts'
import type { RedirectCallback } from '../../flows/redirect-callback.ts'
import { oauthRequestCookie, readVisitCookie } from '../response/cookies.ts'
import {
  codeVerifier,
  providerCode,
  providerError,
  providerIssuer,
  providerState,
  providerUser,
  token,
} from './fields.ts'
import { readBody, readForm, readQuery } from './input.ts'
import { cookieNamed, type Request } from './request.ts'

const responseFields = {
  state: v.optional(providerState),
  code: v.optional(providerCode),
  error: v.optional(providerError),
  iss: v.optional(providerIssuer),
}
/** The query of a provider's redirect. */
export const callbackQuery = v.object(responseFields)
/** The form that a provider's page posts (OAuth 2.0 Form Post Response Mode). */
export const callbackForm = v.object({ ...responseFields, user: v.optional(providerUser) })
/** The body of `POST /callback/{provider}`. */
export const directCallbackBody = v.strictObject({
  transaction: token,
  codeVerifier,
  ...responseFields,
  idToken: v.optional(token),
  /** The code of the same native sign-in, where the provider takes it beside its id_token. */
  authorizationCode: v.optional(providerCode),
  /** What the provider's SDK said of the person at the first consent, as JSON text. */
  user: v.optional(providerUser),
  accessToken: v.optional(token),
})

/**
 * Reads the provider's redirect, or the form that its page has posted, together with the sealed OAuth request from the browser's cookie. Throws
 * `invalid_transaction` without a cookie for this exact state, since the response then belongs to another
 * browser (RFC 9700, section 4.7), and `invalid_request` unless there is exactly one of `code` and `error`.
 */
export function readRedirectCallback(request: Request): Omit<RedirectCallback, 'provider'> {
  const isPosted = request.method === 'POST'
  const shown = isPosted
    ? readForm(request, callbackForm)
    : { user: undefined, ...readQuery(request, callbackQuery) }
  const { state, code, error, iss: issuer, user } = shown
  const isOurs = state !== undefined && /^[A-Za-z0-9_-]{43}$/.test(state)
  const cookie = isOurs ? cookieNamed(request, oauthRequestCookie(state)) : undefined
  if (!isOurs || cookie === undefined) throw new Problem('invalid_transaction')
  const visit = readVisitCookie(cookie)
  if (code !== undefined && error === undefined) {
    return { ...visit, credential: { kind: 'code', code, state, ...defined({ issuer, user }) } }
  }
  if (error !== undefined && code === undefined) {
    return { ...visit, credential: { kind: 'error', error, state, ...defined({ issuer }) } }
  }
  throw new Problem('invalid_request', {
    detail: {
      ko: '응답에는 code와 error 가운데 하나만 있어야 합니다.',
      en: 'The response must contain either code or error.',
    },
  })
}

/**
 * Reads a client's callback body: exactly one of `code` with `state`, `error` with `state`, `idToken` and
 * `accessToken`. Beside an `idToken` may stand the code of the same sign-in. Throws `invalid_request`.
 */
export function readDirectCallback(request: Request): Omit<DirectCallback, 'provider'> {
  const { transaction, codeVerifier: verifier, ...given } = readBody(request, directCallbackBody)
  const { state, code, error, iss: issuer, idToken, accessToken, authorizationCode, user } = given
  const shown = [code, error, idToken, accessToken].filter((value) => value !== undefined)
  const common = { transaction, codeVerifier: verifier }
  if (shown.length === 1) {
    if (code !== undefined && state !== undefined)
      return { ...common, credential: { kind: 'code', code, state, ...defined({ issuer, user }) } }
    if (error !== undefined && state !== undefined)
      return { ...common, credential: { kind: 'error', error, state, ...defined({ issuer }) } }
    if (idToken !== undefined) {
      const extras = defined({ authorizationCode, user })
      return { ...common, credential: { kind: 'id_token', idToken, ...extras } }
    }
    if (accessToken !== undefined) return { ...common, credential: { kind: 'access_token', accessToken } }
  }
  throw new Problem('invalid_request', {
    detail: {
      ko: '본문에는 code와 state, error와 state, idToken, accessToken 가운데 하나만 있어야 합니다.',
      en: 'The body must contain exactly one of these: code and state, error and state, idToken, accessToken.',
    },
  })
}
