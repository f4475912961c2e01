import * as v from 'valibot'
import type { PasskeyChallenge } from '../domain/passkey/passkey-challenge.ts'
import {
  type ClientId,
  isClientId,
  isMemberId,
  isOAuthRequestId,
  isSessionId,
  type MemberId,
  type OAuthRequestId,
  type SessionId,
} from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import type { PasskeyChallenges } from '../flows/ports/tokens.ts'
import type { Mint } from './jwt.ts'
import { openJwe, sealJwe } from './sealing/sealed-jwe.ts'

const sealedSchema = v.object({
  id: v.custom<OAuthRequestId>(isOAuthRequestId),
  purpose: v.variant('kind', [
    v.object({ kind: v.literal('sign_in'), clientId: v.custom<ClientId>(isClientId) }),
    v.object({
      kind: v.picklist(['add', 'reauth']),
      memberId: v.custom<MemberId>(isMemberId),
      sessionId: v.custom<SessionId>(isSessionId),
    }),
  ]),
  challenge: v.string(),
  exp: v.number(),
})

const typ = 'passkey+jwe'

/**
 * Seals the challenge for an authenticator. The client carries it, so asking for one makes no database call. `open` throws
 * `invalid_transaction`.
 */
export function createPasskeyChallenges(mint: Mint): PasskeyChallenges {
  return {
    seal: ({ expiresAt, ...sealed }) => sealJwe(mint, typ, { ...sealed }, expiresAt),
    async open(text): Promise<PasskeyChallenge> {
      const claims = v.safeParse(sealedSchema, await openJwe(mint, typ, text))
      if (!claims.success) throw new Problem('invalid_transaction')
      const { exp, ...sealed } = claims.output
      return { ...sealed, expiresAt: new Date(exp * 1000) }
    },
  }
}
