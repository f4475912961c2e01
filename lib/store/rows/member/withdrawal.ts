import { identityMethod } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { Withdrawal } from '../../../flows/ports/store.ts'
import { every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { duePartitions, keys } from '../../table/schema.ts'
import { mayStay } from './member.ts'
import { isAt } from './member-changes.ts'

const waysOf = (identities: readonly Identity[]) =>
  identities.length === 0 ? {} : { without: { ways: new Set(identities.map(identityMethod)) } }

/** A member as it is read, and the moment at which the session was opened by which it acts. */
interface Acting {
  readonly member: Withdrawal['member']
  readonly openedAt: Date
}

/** Takes some of its identities from a member who is about to leave, and has very many. */
export const letGoMemberWrite = (
  { member, openedAt }: Acting,
  identities: readonly Identity[],
): UpdateWrite =>
  updateWhen(
    keys.member(member.id),
    { ...waysOf(identities), add: { version: 1 } },
    every(mayStay(openedAt), isAt(member.version)),
  )

/**
 * Withdraws a member by one of its sessions, and ends them all; the sweep erases it when the grace period is over.
 * What is on file stays until then, and so do the ways that no provider has a part in: they prove who comes back.
 */
export const withdrawMemberWrite = (
  { member, openedAt }: Acting,
  identities: readonly Identity[],
  { deactivationId, restorableUntil, rejoinFrom }: Withdrawal,
  validFrom: Date,
): UpdateWrite =>
  updateWhen(
    keys.member(member.id),
    {
      set: {
        status: 'withdrawn',
        deactivationId,
        sessionsValidFrom: validFrom.getTime(),
        restorableUntil: restorableUntil.getTime(),
        rejoinFrom: rejoinFrom.getTime(),
        duePK: duePartitions.erasure,
        dueAt: restorableUntil.getTime(),
      },
      ...waysOf(identities),
      add: { version: 1 },
    },
    every(mayStay(openedAt), isAt(member.version)),
  )
