import * as v from 'valibot'
import {
  type DeactivationId,
  isDeactivationId,
  type ReturningMember,
} from '../../../domain/leaving/reactivation.ts'
import { memberStatuses } from '../../../domain/member/member.ts'
import type { TokenId } from '../../../domain/values/ids.ts'
import { isTokenId } from '../../../domain/values/ids.ts'
import type { Deactivation, Inviting, Reactivation } from '../../../flows/ports/store.ts'
import { type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { contactOf } from '../address.ts'
import { attributesOf, memberId, moment, ownEmail, ownPhone } from '../fields.ts'
import type { RowDefinition } from '../row.ts'
import { mayStay } from './member.ts'

const deactivationId = v.custom<DeactivationId>(isDeactivationId)

/** The part of a member that returning depends on. */
export const returningRow = {
  kind: 'member',
  schema: v.object({
    id: memberId,
    externalId: v.exactOptional(v.string()),
    status: v.picklist(memberStatuses),
    email: v.exactOptional(ownEmail),
    phone: v.exactOptional(ownPhone),
    locale: v.picklist(['ko', 'en']),
    restorableUntil: v.exactOptional(moment),
    deactivationId: v.exactOptional(deactivationId),
    invitation: v.exactOptional(
      v.object({ tokenId: v.custom<TokenId>(isTokenId), toHash: v.string(), sentAt: moment }),
    ),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/**
 * Deactivates a member by one of its sessions and ends all sessions. The last invitation stays: it serves
 * only its own deactivation, and the pause before the next mail continues.
 */
export const deactivateMemberWrite = (
  { memberId: id, deactivationId: pause }: Pick<Deactivation, 'memberId' | 'deactivationId'>,
  openedAt: Date,
  validFrom: Date,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      set: { status: 'deactivated', deactivationId: pause, sessionsValidFrom: validFrom.getTime() },
      add: { version: 1 },
    },
    mayStay(openedAt),
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
 * Reactivates a member by its newest mail, of this deactivation, to the address on file. A withdrawn member
 * will not be erased any more.
 */
export function reactivateMemberWrite(reactivation: Reactivation): UpdateWrite {
  const {
    memberId: id,
    deactivationId: pause,
    tokenId,
    to,
    verifiesEmail,
    sharesAddress,
    event,
  } = reactivation
  const contact = contactOf(to)
  return updateWhen(
    keys.member(id),
    {
      set: { status: 'active', ...(verifiesEmail && { 'email.verified': true }) },
      remove: ['deactivationId', 'restorableUntil', 'rejoinFrom', 'duePK', 'dueAt'],
      add: { version: 1, ...(verifiesEmail && { ways: new Set(['email']) }) },
    },
    every(
      mayReturnAt(event.at),
      { text: '#deactivationId = :pause', values: { pause } },
      { text: '#invitation.#tokenId = :token', values: { token: tokenId } },
      {
        text: `#${contact}.#value = :to AND #${contact}.#verified = :verified`,
        values: { to: to.value, verified: !verifiesEmail && !sharesAddress },
      },
    ),
  )
}
