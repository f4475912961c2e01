import * as v from 'valibot'
import { isTokenId, type TokenId } from '../domain/values/ids.ts'
import { lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import { isVerificationId, type VerificationId } from '../domain/values/verification.ts'
import type { VerificationTokens } from '../flows/ports/tokens.ts'
import { type Kind, type Mint, sign, verify } from './jwt.ts'

const claimsSchema = v.object({
  jti: v.custom<TokenId>(isTokenId),
  verification: v.custom<VerificationId>(isVerificationId),
})

/**
 * Issues and reads the tokens of proven addresses. They contain the id of the proof, neither address nor
 * purpose. `read` throws `invalid_token`.
 */
export function createVerificationTokens(mint: Mint): VerificationTokens {
  const kind: Kind = { typ: 'verification+jwt', audience: `${mint.issuer}/verification` }
  return {
    async issue({ tokenId, verificationId }) {
      const claims = { jti: tokenId, verification: verificationId }
      const token = await sign(mint, kind, claims, lifetimes.flowToken)
      return { token, expiresIn: lifetimes.flowToken }
    },
    async read(token) {
      const claims = v.safeParse(claimsSchema, await verify(mint, kind, token))
      if (!claims.success) throw new Problem('invalid_token')
      return { tokenId: claims.output.jti, verificationId: claims.output.verification }
    },
  }
}
