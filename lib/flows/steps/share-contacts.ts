import {
  type ContactRelease,
  contactReleaseOf,
  type ShownAddress,
  sharerToRelease,
} from '../../domain/leads/release.ts'
import { maxSharers } from '../../domain/leads/shared.ts'
import { hasLeft, type Member } from '../../domain/member/member.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { ContactShare } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from './judged-at.ts'

/** The contacts that a member joins; or the first one that as many members have as may. */
type Joining =
  | {
      readonly kind: 'joins'
      readonly shares: readonly ContactShare[]
      /** Of full contacts, the members who leave. */
      readonly releases: readonly ContactRelease[]
    }
  | { readonly kind: 'kept'; readonly address: Address }

/** The shared contacts of a member, as addresses. */
const sharedAddresses = ({ email, phone }: Pick<Member, 'email' | 'phone'>): readonly Address[] => [
  ...(email?.shared ? [{ channel: 'email', value: email.value } as const] : []),
  ...(phone?.shared ? [{ channel: 'sms', value: phone.value } as const] : []),
]

/** A member who joins the others who have a contact. */
interface Joiner {
  readonly before?: Pick<Member, 'email' | 'phone'>
  readonly after: Pick<Member, 'email' | 'phone'>
  /** The addresses that the member has just shown to have. */
  readonly shown: readonly ShownAddress[]
}

/**
 * Decides whether a member may join the others who have a shared contact, of which three may have one. A fourth takes the
 * place of one who would release the contact. Reads nothing for a member without a shared contact, and for one who had it
 * before.
 */
export async function joinShared(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  { before = {}, after, shown }: Joiner,
): Promise<Joining> {
  const had = new Set(sharedAddresses(before).map(({ value }) => value))
  const joined = sharedAddresses(after).filter(({ value }) => !had.has(value))
  const shares = await Promise.all(joined.map((address) => world.members.contactShare(address)))
  const releases: ContactRelease[] = []
  for (const { address, members } of shares) {
    if (members < maxSharers) continue
    const leaving = await leavingFor(world, shown, address)
    if (leaving === undefined) return { kind: 'kept', address }
    releases.push(contactReleaseOf(leaving, [address], judgedAt(world)))
  }
  return { kind: 'joins', shares, releases }
}

/** The member who leaves a full contact to somebody who shows it; undefined if all of them keep it. */
async function leavingFor(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  shown: readonly ShownAddress[],
  address: Address,
): Promise<Member | undefined> {
  const proven = shown.find((one) => one.address.value === address.value)
  if (proven === undefined) return undefined
  const sharers = (await world.members.findAllByAddress(address)).map(({ member }) => member)
  // Who has left for good leaves first, and is told nothing.
  const left = sharers.find((sharer) => hasLeft(sharer, world.clock.now()))
  return left ?? sharerToRelease(sharers, proven, judgedAt(world))
}

/** Whether somebody who has just proven a contact by code finds a place among those who have it. */
export const hasRoom = async (
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  { address, members }: ContactShare,
): Promise<boolean> =>
  members < maxSharers || (await leavingFor(world, [{ address, proof: 'code' }], address)) !== undefined
