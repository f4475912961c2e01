import {
  type ContactRelease,
  contactReleaseOf,
  isLeftOut,
  mayRelease,
  type ShownAddress,
} from '../../domain/leads/release.ts'
import { isSharedKind } from '../../domain/leads/shared.ts'
import { hasLeft, type Member } from '../../domain/member/member.ts'
import type { NewMessage } from '../../domain/message/message.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import { type Address, contactKindOf } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, noticeTo } from './compose-message.ts'
import { judgedAt } from './judged-at.ts'

/** The problem for a contact that a member keeps: `email_taken` or `phone_taken`. */
export const takenBy = ({ channel }: Address): Problem =>
  new Problem(channel === 'email' ? 'email_taken' : 'phone_taken')

interface OwnedAddress {
  readonly shown: ShownAddress
  readonly owner: Member
}

/** The members who release addresses; or the first address that its member keeps. */
export type Releases =
  | { readonly kind: 'released'; readonly releases: readonly ContactRelease[] }
  | { readonly kind: 'kept'; readonly address: Address }

/**
 * Decides who releases these addresses to somebody who shows that they are theirs; `self` keeps its own. Reads the
 * owner of each. One who has left for good releases them without a word. Nobody releases a contact of a kind that several members may have.
 */
export async function releasesOf(
  world: Pick<World, 'stage' | 'clock' | 'ids' | 'members'>,
  shown: readonly ShownAddress[],
  self?: MemberId,
): Promise<Releases> {
  const rules = judgedAt(world)
  const taken = shown.filter(({ address }) => !isSharedKind(contactKindOf(address), rules))
  const owned = await Promise.all(
    taken.map(async (one): Promise<readonly OwnedAddress[]> => {
      const owner = (await world.members.findByAddress(one.address))?.member
      return owner === undefined || owner.id === self ? [] : [{ shown: one, owner }]
    }),
  )
  const releases: ContactRelease[] = []
  for (const group of Map.groupBy(owned.flat(), ({ owner }) => owner.id).values()) {
    const address = keptOf(world, group)
    if (address !== undefined) return { kind: 'kept', address }
    releases.push(...group.slice(0, 1).map(({ owner }) => releaseOf(world, owner, addressesOf(group))))
  }
  return { kind: 'released', releases }
}

function releaseOf(
  world: Pick<World, 'stage' | 'clock' | 'ids'>,
  owner: Member,
  addresses: readonly Address[],
): ContactRelease {
  const at = judgedAt(world)
  const release = contactReleaseOf(owner, addresses, at)
  return isLeftOut(owner, addresses, at) ? { ...release, unreachableEvent: world.ids.record() } : release
}

const addressesOf = (group: readonly OwnedAddress[]): readonly Address[] =>
  group.map(({ shown }) => shown.address)

/** The address that one owner keeps; undefined if the owner releases all of them. */
function keptOf(world: Pick<World, 'stage' | 'clock'>, group: readonly OwnedAddress[]): Address | undefined {
  const at = judgedAt(world)
  const shown = group.map((one) => one.shown)
  const [first] = group
  if (first === undefined || hasLeft(first.owner, at.now) || mayRelease(first.owner, shown, at))
    return undefined
  const kept = shown.find((one) => !mayRelease(first.owner, [one], at)) ?? first.shown
  return kept.address
}

/** The notices to members of whom an address belongs to somebody else now, who has proven it. */
export const releaseNotices = (
  world: ComposeWorld,
  releases: readonly ContactRelease[],
): readonly NewMessage[] =>
  releases.flatMap((release) =>
    release.addresses.flatMap(({ channel }) => {
      const method = channel === 'email' ? 'email' : 'phone'
      return noticeTo(
        world,
        { id: release.id, reach: release.reach },
        {
          kind: 'login_method_removed',
          method,
          at: world.clock.now(),
        },
      )
    }),
  )
