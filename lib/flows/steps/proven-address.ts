import { Problem } from '../../domain/values/problem.ts'
import type { ProvenAddress, VerificationPurpose } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

/**
 * The address that a verification token shows as proven, for one purpose alone. It is not used up by looking:
 * whatever it allows uses it up. Throws `invalid_token` for a token that was made for another purpose, and
 * `token_used` for one that did its work or was replaced by a newer one.
 */
export async function provenAddress(
  world: World,
  token: string,
  purpose: VerificationPurpose,
): Promise<ProvenAddress> {
  const { verificationId, tokenId } = await world.tokens.verification.read(token)
  const proof = await world.verifications.find(verificationId, tokenId, world.clock.now())
  if (proof === undefined) throw new Problem('token_used')
  if (proof.purpose !== purpose) throw new Problem('invalid_token')
  return proof
}
