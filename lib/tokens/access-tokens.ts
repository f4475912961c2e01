import * as v from 'valibot'
import type { AccessTokenForm } from '../domain/session/access-token-form.ts'
import { defined } from '../domain/values/defined.ts'
import {
  type ClientId,
  isClientId,
  isMemberId,
  isSessionId,
  type MemberId,
  type SessionId,
} from '../domain/values/ids.ts'
import { lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import type { AccessTokens } from '../flows/ports/tokens.ts'
import { type Kind, type Mint, sign, verify } from './jwt.ts'

const claimsSchema = v.object({
  sub: v.custom<MemberId>(isMemberId),
  sid: v.custom<SessionId>(isSessionId),
  client_id: v.custom<ClientId>(isClientId),
  auth_time: v.pipe(v.number(), v.integer()),
})

/**
 * Issues and reads access tokens (RFC 9068): `sub` is the member, `sid` the session. Takes the form that the other
 * services of the stage expect. `read` throws `invalid_token`.
 */
export function createAccessTokens(
  mint: Mint,
  { typ, audience }: Pick<AccessTokenForm, 'typ' | 'audience'>,
): AccessTokens {
  const kind: Kind = { typ, audience: audience ?? mint.issuer, ring: mint.keys.access }
  return {
    async issue(session, more = {}, added = {}) {
      const { memberId, id, clientId, externalId, signIn } = session
      const claims = {
        ...added,
        sub: memberId,
        sid: id,
        client_id: clientId,
        auth_time: Math.floor(signIn.authTime.getTime() / 1000),
        amr: [...signIn.amr],
        ...defined({ external_id: externalId }),
        ...more,
        jti: crypto.randomUUID(),
      }
      const accessToken = await sign(mint, kind, claims, lifetimes.accessToken)
      return { accessToken, expiresIn: lifetimes.accessToken }
    },
    async read(token, age) {
      const claims = v.safeParse(claimsSchema, await verify(mint, kind, token, age))
      if (!claims.success) throw new Problem('invalid_token')
      const { sub, sid, client_id, auth_time } = claims.output
      return { memberId: sub, sessionId: sid, clientId: client_id, authTime: new Date(auth_time * 1000) }
    },
  }
}
