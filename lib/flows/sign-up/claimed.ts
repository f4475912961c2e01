import { entryByCode } from '../../domain/leads/contact.ts'
import type { JudgedAt } from '../../domain/leads/lead.ts'
import { mayRelease } from '../../domain/leads/release.ts'
import { isSharedKind } from '../../domain/leads/shared.ts'
import {
  type BlockedValue,
  blockedValuesOfMember,
  rejoinBlockedUntil,
} from '../../domain/leaving/closing-policy.ts'
import { hasLeft } from '../../domain/member/member.ts'
import { type Address, contactKindOf } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'
import { hasVacated, type VacateWorld } from '../steps/ended/vacate.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { takenBy } from '../steps/release-contacts.ts'
import { type ContactPlace, placeIn } from '../steps/share-contacts.ts'
import { refuse } from '../visit/refuse.ts'
import { findRejoinBlock, type RefuseRejoinWorld, refuseUntil } from '../visit/rejoin-block.ts'

export type CheckFreeWorld = Pick<World, 'stage' | 'members'> & VacateWorld & RefuseRejoinWorld

/**
 * Checks that a visitor may sign up with an address that a code has just proven. Throws `email_taken` or
 * `phone_taken` if a member keeps the address: the address is verified, or it is the last name of that member, or it
 * is a number that the member proved long ago, or a contact that several may have, and the visitor did not yet say to be
 * somebody new. Throws `rejoin_not_allowed_yet` if the member left and may not join again yet. Gives the place at a contact that
 * several may have.
 */
export async function checkFree(
  world: CheckFreeWorld,
  address: Address,
  isSomebodyNew: boolean,
): Promise<ContactPlace | undefined> {
  const at = judgedAt(world)
  return isSharedKind(contactKindOf(address), at)
    ? checkRoom(world, address, isSomebodyNew)
    : checkOwner(world, address, isSomebodyNew, at)
}

/** A contact that several members may have is full at three while all of them keep it, and a person who may be one of them is asked. */
async function checkRoom(
  world: CheckFreeWorld,
  address: Address,
  isSomebodyNew: boolean,
): Promise<ContactPlace> {
  const share = await world.members.contactShare(address)
  if (share.holders.length > 0 && !isSomebodyNew) throw takenBy(address)
  const place = await placeIn(world, share, [{ address, proof: 'code' }])
  if (place === undefined) throw takenBy(address)
  return place
}

async function checkOwner(
  world: CheckFreeWorld,
  address: Address,
  isSomebodyNew: boolean,
  at: JudgedAt,
): Promise<undefined> {
  const value: BlockedValue = { of: contactKindOf(address), value: address.value }
  const [found, blockedUntil] = await Promise.all([
    world.members.findByAddress(address),
    findRejoinBlock(world, [value]),
  ])
  const owner = found?.member
  if (owner === undefined) return refuseUntil(world, blockedUntil)
  const entry = entryByCode(owner, address, at)
  // The account itself says how long. The blocks that it leaves are not there yet where it changes at the same moment.
  const isRecognised = entry === 'sign_in' || (entry === 'stale' && hasLeft(owner, at.now))
  const rejoinFrom = isRecognised ? rejoinBlockedUntil(owner, at.now) : undefined
  if (rejoinFrom !== undefined) throw await refuse(world, { kind: 'rejoin_not_allowed_yet', rejoinFrom })
  if (await hasVacated(world, owner)) {
    const isRecognisedBy = blockedValuesOfMember(owner).some(
      ({ of, value: own }) => of === value.of && own === address.value,
    )
    return refuseUntil(
      world,
      blockedUntil ?? (isRecognisedBy ? rejoinBlockedUntil(owner, at.now) : undefined),
    )
  }
  if (!mayRelease(owner, [{ address, proof: 'code' }], at)) throw takenBy(address)
  if (entry === 'stale' && !isSomebodyNew) throw takenBy(address)
  return undefined
}
