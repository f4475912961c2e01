import { defined } from '../../domain/values/defined.ts'
import type { Endpoints } from '../host/host.ts'
import { jsonResponse, type StandInResponse } from '../host/messages.ts'
import { profileClaimsOf } from './persona.ts'
import type { GoogleState } from './state.ts'

const refusal = (status: number, error: string, description: string): StandInResponse =>
  jsonResponse(status, { error, error_description: description })

/** The endpoints that take a person's token. */
export const googleApi = (state: GoogleState): Endpoints => ({
  'GET /v1/userinfo': ({ authorization }) => {
    const held = state.token(/^Bearer (\S+)$/.exec(authorization)?.[1] ?? '')
    return held === undefined
      ? refusal(401, 'invalid_request', 'Invalid Credentials')
      : jsonResponse(200, profileClaimsOf(held.person))
  },
  'GET /tokeninfo': ({ query }) => {
    const held = state.token(query.get('access_token') ?? '')
    if (held === undefined) return refusal(400, 'invalid_token', 'Invalid Value')
    const { email } = held.person
    const left = Math.floor((held.expiresAt.getTime() - Date.now()) / 1000)
    return jsonResponse(200, {
      azp: held.clientId,
      aud: held.clientId,
      sub: held.person.id,
      scope: 'openid https://www.googleapis.com/auth/userinfo.email',
      exp: `${Math.floor(held.expiresAt.getTime() / 1000)}`,
      expires_in: `${left}`,
      ...defined({
        // `tokeninfo` alone writes a flag as text.
        email: email?.address,
        email_verified: email && `${email.verified}`,
      }),
      access_type: 'online',
    })
  },
  'POST /revoke': ({ form }) => {
    const token = form.get('token') ?? ''
    const person = state.refreshTokenOwner(token) ?? state.token(token)?.person
    if (person === undefined) return refusal(400, 'invalid_token', 'Token expired or revoked')
    state.disconnect(person)
    return jsonResponse(200, {})
  },
})
