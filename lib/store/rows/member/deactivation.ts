import * as v from 'valibot'
import type { ReturningMember } from '../../../domain/leaving/reactivation.ts'
import { memberStatuses } from '../../../domain/member/member.ts'
import type { Deactivation, Inviting, Reactivation } from '../../../flows/ports/store.ts'
import { type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { type ActingSession, endsSessions, mayStay } from '../auth-state.ts'
import { attributesOf, memberId, moment } from '../fields.ts'
import { leadEntries } from '../leads.ts'
import type { RowDefinition } from '../row.ts'
import { returningEntries, version } from './member.ts'
import { isAt, recoveredChange } from './member-changes.ts'

/** The part of a member that returning depends on. */
export const returningRow = {
  kind: 'member',
  schema: v.object({
    id: memberId,
    externalId: v.exactOptional(v.string()),
    status: v.picklist(memberStatuses),
    version,
    ...leadEntries,
    locale: v.picklist(['ko', 'en']),
    restorableUntil: v.exactOptional(moment),
    ...returningEntries,
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/**
 * Deactivates a member by one of its sessions and ends all sessions. The last invitation stays: it serves
 * only its own deactivation, and the pause before the next mail continues.
 */
export const deactivateMemberWrite = (
  {
    memberId: id,
    version: read,
    deactivationId: pause,
  }: Pick<Deactivation, 'memberId' | 'version' | 'deactivationId'>,
  by: ActingSession,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      set: { status: 'deactivated', deactivationId: pause },
      add: { version: 1, ...endsSessions },
    },
    every(mayStay(by), isAt(read)),
  )

/** The condition that a member may return: paused, or withdrawn within the grace period. */
const mayReturnAt = (now: Date): Condition => ({
  text: '#status = :deactivated OR (#status = :withdrawn AND #restorableUntil > :now)',
  values: { deactivated: 'deactivated', withdrawn: 'withdrawn', now: now.getTime() },
})

/** The condition that the member's deactivation is the one that was read. */
const sameDeactivation = ({ deactivationId: id }: ReturningMember): Condition =>
  id === undefined
    ? { text: 'attribute_not_exists(#deactivationId)' }
    : { text: '#deactivationId = :deactivation', values: { deactivation: id } }

/** The condition that no other mail was sent meanwhile. */
const sameInvitation = ({ invitation }: ReturningMember): Condition =>
  invitation === undefined
    ? { text: 'attribute_not_exists(#invitation)' }
    : { text: '#invitation.#tokenId = :before', values: { before: invitation.tokenId } }

/** Makes a mail the newest one. The version stays, since no decision depends on the invitation. */
export const inviteMemberWrite = ({ member, deactivationId: pause, invitation }: Inviting): UpdateWrite =>
  updateWhen(
    keys.member(member.id),
    { set: { deactivationId: pause, invitation: attributesOf(invitation) } },
    every(mayReturnAt(invitation.sentAt), sameDeactivation(member), sameInvitation(member)),
  )

/**
 * Reactivates a member by its newest message, of this deactivation, unless the member changed since the token was
 * judged. A withdrawn member will not be erased any more.
 */
export function reactivateMemberWrite({
  member: { id, version: read },
  deactivationId: pause,
  tokenId,
  recovers,
  event,
}: Reactivation): UpdateWrite {
  const recovered = recovers === undefined ? { set: {}, remove: [] } : recoveredChange(recovers)
  return updateWhen(
    keys.member(id),
    {
      set: { ...recovered.set, status: 'active' },
      remove: [...recovered.remove, 'deactivationId', 'restorableUntil', 'rejoinFrom', 'duePK', 'dueAt'],
      add: { version: 1 },
    },
    every(
      isAt(read),
      mayReturnAt(event.at),
      { text: '#deactivationId = :pause', values: { pause } },
      { text: '#invitation.#tokenId = :token', values: { token: tokenId } },
    ),
  )
}
