import { identityMethod, type Member } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { Withdrawal } from '../../../flows/ports/store.ts'
import { type Change, type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { duePartitions, keys } from '../../table/schema.ts'
import { type ActingSession, endsSessions, mayStay } from '../auth-state.ts'
import { endedIdentityText } from '../fields.ts'
import { forgetUses } from '../identity/last-use.ts'
import { isAt } from './member-changes.ts'

/** Linked identities end with the account. They stay on file, since they sign the member in after a return. */
const withoutIdentities = (identities: readonly Identity[]): Pick<Change, 'without' | 'add'> =>
  identities.length === 0
    ? { add: { version: 1 } }
    : {
        without: { ways: new Set(identities.map(identityMethod)) },
        add: {
          version: 1,
          endedIdentities: new Set(
            identities.map((identity) => endedIdentityText({ ...identity, endedBy: 'closing' })),
          ),
        },
      }

/** A member as it was read, and the session it acts by; without one an operator acts. */
interface ActingMember {
  readonly member: Withdrawal['member']
  readonly by: ActingSession | undefined
}

/** The member is as it was read, also in its status, and the session has not ended. */
const mayClose = ({ member: { version }, by }: ActingMember): Condition =>
  by === undefined ? isAt(version) : every(mayStay(by), isAt(version))

/** Removes some identities from a withdrawing member with very many. */
export const releaseIdentitiesMemberWrite = (
  acting: ActingMember,
  identities: readonly Identity[],
): UpdateWrite => updateWhen(keys.member(acting.member.id), withoutIdentities(identities), mayClose(acting))

/** The change to what is left of the leads. DynamoDB has no empty set. */
function closedChange({ ways, endedIdentities = [], email, phone }: Withdrawal['closed']['after']) {
  return {
    set: {
      ...(ways.length > 0 && { ways: new Set<string>(ways) }),
      ...(endedIdentities.length > 0 && { endedIdentities: new Set(endedIdentities.map(endedIdentityText)) }),
    },
    remove: [
      ...(ways.length > 0 ? [] : ['ways']),
      ...(endedIdentities.length > 0 ? [] : ['endedIdentities']),
      ...(email === undefined ? ['email'] : []),
      ...(phone === undefined ? ['phone'] : []),
    ],
  }
}

/**
 * Withdraws a member by one of its sessions, or by an operator, and ends all sessions. The sweep erases the member after the
 * grace period. Until then the data stays, and of what leads to the member what was verified.
 */
export function withdrawMemberWrite(
  acting: ActingMember,
  { closed, gone, deactivationId, restorableUntil, rejoinFrom }: Withdrawal,
): UpdateWrite {
  const { set, remove } = closedChange(closed.after)
  const forgotten = forgetUses(gone.map(identityMethod))
  return updateWhen(
    keys.member(acting.member.id),
    {
      set: {
        status: 'withdrawn',
        ...set,
        deactivationId,
        restorableUntil: restorableUntil.getTime(),
        rejoinFrom: rejoinFrom.getTime(),
        duePK: duePartitions.erasure,
        dueAt: restorableUntil.getTime(),
      },
      remove: [...remove, ...forgotten.remove],
      aliases: forgotten.aliases,
      add: { version: 1, ...endsSessions },
    },
    mayClose(acting),
  )
}

/**
 * Takes from a member what somebody else may have by now. The grace period is over, so nothing restores the member, and
 * the sweep erases the rest.
 */
export const vacateMemberWrite = ({ id, version }: Pick<Member, 'id' | 'version'>, now: Date): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      remove: ['email', 'phone', 'otherEmails', 'otherPhones', 'ci', 'di', 'identityUnproven', 'loginId'],
      without: { ways: new Set(['email', 'phone']) },
      add: { version: 1 },
    },
    every(isAt(version), {
      text: '#status = :withdrawn AND #restorableUntil <= :now',
      values: { withdrawn: 'withdrawn', now: now.getTime() },
    }),
  )
