import { maxSharers } from '../../domain/leads/shared.ts'
import type { Member } from '../../domain/member/member.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { ContactShare } from '../ports/store.ts'
import type { World } from '../ports/world.ts'

/** The contacts that a member joins; or the first one that as many members have as may. */
type Joining =
  | { readonly kind: 'joins'; readonly shares: readonly ContactShare[] }
  | { readonly kind: 'kept'; readonly address: Address }

/** The shared contacts of a member, as addresses. */
const sharedAddresses = ({ email, phone }: Pick<Member, 'email' | 'phone'>): readonly Address[] => [
  ...(email?.shared ? [{ channel: 'email', value: email.value } as const] : []),
  ...(phone?.shared ? [{ channel: 'sms', value: phone.value } as const] : []),
]

/**
 * Decides whether a member may join the others who have a shared contact, of which three may have one. Reads nothing for a
 * member without a shared contact, and for one who had it before.
 */
export async function joinShared(
  world: Pick<World, 'members'>,
  after: Pick<Member, 'email' | 'phone'>,
  before: Pick<Member, 'email' | 'phone'> = {},
): Promise<Joining> {
  const had = new Set(sharedAddresses(before).map(({ value }) => value))
  const joined = sharedAddresses(after).filter(({ value }) => !had.has(value))
  const shares = await Promise.all(joined.map((address) => world.members.contactShare(address)))
  const full = shares.find(({ members }) => members >= maxSharers)
  return full === undefined ? { kind: 'joins', shares } : { kind: 'kept', address: full.address }
}
