import { Problem } from '../../domain/values/problem.ts'
import type { ProvenAddress, VerificationPurpose } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

/**
 * The address that a verification token proves for one purpose. Reading does not consume the proof;
 * the change that uses it does. Throws `invalid_token` for a token of another purpose, and
 * `token_used` for a consumed or replaced one.
 */
export async function provenAddress(
  world: Pick<World, 'clock' | 'tokens' | 'verifications'>,
  token: string,
  purpose: VerificationPurpose,
): Promise<ProvenAddress> {
  return findProof(world, await world.tokens.verification.read(token), purpose)
}

/** The same for several tokens, in one read. */
export async function provenAddresses(
  world: Pick<World, 'clock' | 'tokens' | 'verifications'>,
  tokens: readonly string[],
  purpose: VerificationPurpose,
): Promise<readonly ProvenAddress[]> {
  const named = await Promise.all(tokens.map((token) => world.tokens.verification.read(token)))
  return Promise.all(named.map((names) => findProof(world, names, purpose)))
}

async function findProof(
  world: Pick<World, 'clock' | 'verifications'>,
  { verificationId, tokenId }: Pick<ProvenAddress, 'verificationId' | 'tokenId'>,
  purpose: VerificationPurpose,
): Promise<ProvenAddress> {
  const proof = await world.verifications.find(verificationId, tokenId, world.clock.now())
  if (proof === undefined) throw new Problem('token_used')
  if (proof.purpose !== purpose) throw new Problem('invalid_token')
  return proof
}
