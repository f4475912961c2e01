import { v7 } from 'uuid'
import {
  type Address,
  isVerificationId,
  type ProvenAddress,
  type Verification,
} from '../../lib/domain/values/verification.ts'
import type { Store } from '../../lib/flows/ports/world.ts'
import { minutes, now, somebody, tokenId } from './cast.ts'

export function verificationId() {
  const id = v7()
  if (!isVerificationId(id)) throw new TypeError('a UUIDv7 is not what an id looks like')
  return id
}

/** A code that was sent to an address. The right hash is `right`. */
export const codeTo = (address: Address, more: Partial<Verification> = {}): Verification => ({
  id: verificationId(),
  address,
  purpose: 'sign_in',
  codeHash: 'right',
  locale: 'ko',
  startedAt: now,
  expiresAt: minutes(10),
  ...more,
})

export const somewhere = (): Address => ({ channel: 'email', value: somebody().email })

/** An address that was just proven by code. */
export async function proven(
  store: Store,
  address: Address,
  more: Partial<Verification> = {},
): Promise<ProvenAddress> {
  const code = codeTo(address, more)
  await store.verifications.start(code, now)
  const proof = await store.verifications.confirm(code.id, code.codeHash, tokenId(), now)
  if (proof === undefined) throw new Error('the right code proves nothing')
  return proof
}
