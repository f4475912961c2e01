import type { Session } from '../domain/member/member.ts'
import type { LeftIdentity, Withdrawal, Withdrawals } from '../flows/ports/store.ts'
import { unlinkedIdentityWrite } from './rows/identity/identity.ts'
import { heldClaimWrite } from './rows/identity/identity-ending.ts'
import { eventWrite } from './rows/member/history.ts'
import { forgottenProfileWrite } from './rows/member/provider-profile.ts'
import { letGoMemberWrite, withdrawMemberWrite } from './rows/member/withdrawal.ts'
import { sessionAliveCheck } from './rows/session.ts'
import { findAliveSession } from './sessions/live-session.ts'
import type { Write } from './table/expressions.ts'
import type { TableAccess } from './table/table-access.ts'

/** Identities that end in one transaction: four writes each, and a transaction of DynamoDB has at most 100. */
const identitiesAtOnce = 20

/** What ending some of a leaving member's identities writes. */
function identityWrites(
  { member }: Withdrawal,
  identities: readonly LeftIdentity[],
  now: Date,
): Record<`identity:${string}`, Write> {
  return Object.fromEntries(
    identities.flatMap(({ identity, shared, event }, index) => [
      [`identity:${index}:claim`, heldClaimWrite({ identity, owner: member.id, shared }, 'linked', now)],
      [`identity:${index}:row`, unlinkedIdentityWrite(member.id, identity)],
      [`identity:${index}:told`, forgottenProfileWrite(member.id, identity)],
      [`identity:${index}:event`, eventWrite(member, event)],
    ]),
  )
}

/** What ending some identities writes, before the member leaves. */
export const letGoWrites = (
  withdrawal: Withdrawal,
  identities: readonly LeftIdentity[],
  session: Session,
  now: Date,
) => ({
  session: sessionAliveCheck(session, now),
  member: letGoMemberWrite(
    { member: withdrawal.member, openedAt: session.createdAt },
    identities.map(({ identity }) => identity),
  ),
  ...identityWrites(withdrawal, identities, now),
})

/** All that leaving writes. */
export const withdrawalWrites = (withdrawal: Withdrawal, session: Session, now: Date) => ({
  session: sessionAliveCheck(session, now),
  member: withdrawMemberWrite(
    { member: withdrawal.member, openedAt: session.createdAt },
    withdrawal.identities.map(({ identity }) => identity),
    withdrawal,
    // One millisecond later, so that a session of this very moment ends with the others.
    new Date(now.getTime() + 1),
  ),
  ...identityWrites(withdrawal, withdrawal.identities, now),
  event: eventWrite(withdrawal.member, withdrawal.event),
})

const raised = ({ member, ...rest }: Withdrawal): Withdrawal => ({
  ...rest,
  member: { ...member, version: member.version + 1 },
})

/** Members who leave, in a table. */
export const withdrawalsIn = (table: TableAccess): Withdrawals => ({
  async begin(withdrawal, now) {
    const session = await findAliveSession(
      table,
      { memberId: withdrawal.member.id, sessionId: withdrawal.sessionId },
      now,
    )
    if (session === undefined) return 'session_ended'
    let rest = withdrawal
    while (rest.identities.length > identitiesAtOnce) {
      const some = rest.identities.slice(0, identitiesAtOnce)
      const gone = await table.transact(letGoWrites(rest, some, session, now))
      if (gone.kind === 'refused') return gone.refusals.session === undefined ? 'moved' : 'session_ended'
      rest = { ...raised(rest), identities: rest.identities.slice(identitiesAtOnce) }
    }
    const result = await table.transact(withdrawalWrites(rest, session, now))
    if (result.kind === 'written') return 'withdrawn'
    return result.refusals.session === undefined ? 'moved' : 'session_ended'
  },
})
