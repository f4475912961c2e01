import * as v from 'valibot'
import { type DeactivationId, isDeactivationId } from '../domain/leaving/reactivation.ts'
import { isMemberId, isTokenId, type MemberId, type TokenId } from '../domain/values/ids.ts'
import { lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import type { ReactivationTokens } from '../flows/ports/tokens.ts'
import { type Kind, type Mint, sign, verify } from './jwt.ts'

const claimsSchema = v.object({
  jti: v.custom<TokenId>(isTokenId),
  sub: v.custom<MemberId>(isMemberId),
  deactivation: v.custom<DeactivationId>(isDeactivationId),
})

/**
 * Issues and reads the tokens of reactivation messages. A token names the member and the one deactivation
 * that it may undo. `read` throws `invalid_token`.
 */
export function createReactivationTokens(mint: Mint): ReactivationTokens {
  const kind: Kind = { typ: 'reactivation+jwt', audience: `${mint.issuer}/reactivation` }
  return {
    issue({ tokenId, memberId, deactivationId }) {
      const claims = { jti: tokenId, sub: memberId, deactivation: deactivationId }
      return sign(mint, kind, claims, lifetimes.reactivation)
    },
    async read(token) {
      const claims = v.safeParse(claimsSchema, await verify(mint, kind, token))
      if (!claims.success) throw new Problem('invalid_token')
      const { jti, sub, deactivation } = claims.output
      return { tokenId: jti, memberId: sub, deactivationId: deactivation }
    },
  }
}
