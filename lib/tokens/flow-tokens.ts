import * as v from 'valibot'
import { isPendingId, isTokenId, type PendingId, type TokenId } from '../domain/values/ids.ts'
import { lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import type { FlowTokenKind, FlowTokens } from '../flows/ports/tokens.ts'
import { type Kind, type Mint, sign, verify } from './jwt.ts'

const claimsSchema = v.object({
  jti: v.custom<TokenId>(isTokenId),
  pending: v.custom<PendingId>(isPendingId),
})

/**
 * Issues and reads the tokens that continue one pending visit. They contain its id and nothing
 * personal. `read` throws `invalid_token`.
 */
export function createFlowTokens(mint: Mint): FlowTokens {
  const kindOf = (kind: FlowTokenKind): Kind => ({
    typ: `${kind}+jwt`,
    audience: `${mint.issuer}/${kind}`,
  })
  return {
    async issue(kind, { tokenId, pendingId }) {
      const claims = { jti: tokenId, pending: pendingId }
      const token = await sign(mint, kindOf(kind), claims, lifetimes.flowToken)
      return { token, expiresIn: lifetimes.flowToken }
    },
    async read(kind, token) {
      const claims = v.safeParse(claimsSchema, await verify(mint, kindOf(kind), token))
      if (!claims.success) throw new Problem('invalid_token')
      return { tokenId: claims.output.jti, pendingId: claims.output.pending }
    },
  }
}
