import { v7 } from 'uuid'
import type { NewMessage } from '../../lib/domain/message/message.ts'
import {
  type Address,
  isVerificationId,
  type ProvenAddress,
  type Verification,
} from '../../lib/domain/values/verification.ts'
import type { Store } from '../../lib/flows/ports/world.ts'
import { minutes, noticeOf, now, somebody, tokenId } from './cast.ts'

export function verificationId() {
  const id = v7()
  if (!isVerificationId(id)) throw new TypeError('a UUIDv7 is not what an id looks like')
  return id
}

/** Accepts a code by the id of its key, which these tests take for the code. */
export const matching =
  (code: string) =>
  ({ keyId }: Verification): boolean =>
    keyId === code

/** A code that was sent to an address. The right one is `right`. */
export const codeTo = (address: Address, more: Partial<Verification> = {}): Verification => ({
  id: verificationId(),
  address,
  purpose: 'sign_in',
  keyId: 'right',
  startedAt: now,
  expiresAt: minutes(10),
  ...more,
})

/** The message with a code. */
export const messageOf = ({ id, startedAt }: Verification): NewMessage =>
  noticeOf(id, { id, of: 'code', createdAt: startedAt })

export const somewhere = (): Address => ({ channel: 'email', value: somebody().email })

/** An address that was just proven by code. */
export async function proven(
  store: Store,
  address: Address,
  more: Partial<Verification> = {},
): Promise<ProvenAddress> {
  const code = codeTo(address, more)
  await store.verifications.start(code, messageOf(code))
  const proof = await store.verifications.confirm(code.id, matching('right'), tokenId(), now)
  if (proof === undefined) throw new Error('the right code proves nothing')
  return proof
}
