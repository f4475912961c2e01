import {
  type ContactRelease,
  contactReleaseOf,
  type ShownAddress,
  sharerToRelease,
} from '../../domain/leads/release.ts'
import { maxSharers, withFewSharers } from '../../domain/leads/shared.ts'
import { hasLeft, type Member } from '../../domain/member/member.ts'
import { type Address, contactKindOf } from '../../domain/values/verification.ts'
import type { ContactShare } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from './judged-at.ts'

/** A place among those who have a contact that several may have. */
export interface ContactPlace {
  readonly share: ContactShare
  /** Of a full contact, the member who leaves. */
  readonly leaving?: Member
}

/** The contacts that a member joins; or the first one that as many members have as may. */
type Joining =
  | {
      readonly kind: 'joins'
      readonly places: readonly ContactPlace[]
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
  /** The places that are known already. */
  readonly known?: readonly ContactPlace[]
}

/**
 * Decides whether a member may join the others who have a shared contact, of which three may have one. A fourth takes the
 * place of one who would release the contact. Reads nothing for a member without a shared contact, for one who had it
 * before, and for a place that is known.
 */
export async function joinShared(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  { before = {}, after, shown, known = [] }: Joiner,
): Promise<Joining> {
  const had = new Set(sharedAddresses(before).map(({ value }) => value))
  const joined = sharedAddresses(after).filter(({ value }) => !had.has(value))
  const places: ContactPlace[] = []
  for (const address of joined) {
    const place =
      known.find(({ share }) => share.address.value === address.value) ??
      (await placeIn(world, await world.members.contactShare(address), shown))
    if (place === undefined) return { kind: 'kept', address }
    places.push(place)
  }
  const at = judgedAt(world)
  const releases = places.flatMap(({ share: { address }, leaving }) =>
    leaving === undefined ? [] : [contactReleaseOf(leaving, [address], at)],
  )
  return { kind: 'joins', places, releases }
}

/** A place among those who have a contact; undefined if it is full and all of them keep it. */
export async function placeIn(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  share: ContactShare,
  shown: readonly ShownAddress[],
): Promise<ContactPlace | undefined> {
  if (share.holders.length < maxSharers) return { share }
  const leaving = await leavingFor(world, shown, share)
  return leaving && { share, leaving }
}

/** A member as those who have the contacts of these places are, once the member has joined them. */
export const withPlaces = (member: Member, places: readonly ContactPlace[]): Member =>
  places
    .filter(({ share, leaving }) => share.holders.length - (leaving === undefined ? 0 : 1) < maxSharers)
    .reduce((joined, { share: { address } }) => withFewSharers(joined, contactKindOf(address)), member)

/** The member who leaves a full contact to somebody who shows it; undefined if all of them keep it. */
async function leavingFor(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  shown: readonly ShownAddress[],
  share: ContactShare,
): Promise<Member | undefined> {
  const proven = shown.find((one) => one.address.value === share.address.value)
  if (proven === undefined) return undefined
  const sharers = await world.members.sharers(share)
  // Who has left for good leaves first, and is told nothing.
  const left = sharers.find((sharer) => hasLeft(sharer, world.clock.now()))
  return left ?? sharerToRelease(sharers, proven, judgedAt(world))
}
