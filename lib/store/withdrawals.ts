import type { Session } from '../domain/member/member.ts'
import { defined } from '../domain/values/defined.ts'
import type { LeftIdentity, Withdrawal, Withdrawals } from '../flows/ports/store.ts'
import { freedClaimWrite } from './rows/claim.ts'
import { endedIdentityWrite, unlinkedIdentityWrite } from './rows/identity/identity.ts'
import { heldClaimWrite, removedClaimWrite } from './rows/identity/identity-ending.ts'
import { forgottenProfileWrite } from './rows/identity/provider-profile.ts'
import { eventWrite } from './rows/member/history.ts'
import { releaseIdentitiesMemberWrite, withdrawMemberWrite } from './rows/member/withdrawal.ts'
import { messageWrites } from './rows/message.ts'
import { sessionAliveCheck } from './rows/session/session.ts'
import { findAliveSession } from './sessions/live-session.ts'
import type { RefusedWrite } from './table/conflicts.ts'
import type { Write } from './table/expressions.ts'
import type { TableAccess } from './table/table-access.ts'

/** Identities that end in one transaction: four writes each, and DynamoDB allows 100. */
const identitiesPerTransaction = 20

/** The writes that end some identities of a withdrawing member. */
function identityWrites(
  { member }: Withdrawal,
  identities: readonly LeftIdentity[],
  now: Date,
): Record<`identity:${string}`, Write> {
  return Object.fromEntries(
    identities.flatMap(({ identity, shared, event }, index) => [
      [`identity:${index}:claim`, heldClaimWrite({ identity, owner: member.id, shared }, 'linked', now)],
      [`identity:${index}:row`, endedIdentityWrite(member.id, identity, now)],
      [`identity:${index}:profile`, forgottenProfileWrite(member.id, identity)],
      [`identity:${index}:event`, eventWrite(member, event)],
    ]),
  )
}

/** The writes that end identities for good that their provider had ended. */
const goneWrites = ({ member, gone }: Withdrawal): Record<`gone:${string}`, Write> =>
  Object.fromEntries(
    gone.flatMap((claim, index) => [
      [`gone:${index}:claim`, removedClaimWrite(claim, member.id)],
      [`gone:${index}:row`, unlinkedIdentityWrite(member.id, claim)],
    ]),
  )

/** The writes that end some identities before the member withdraws. Without a session an operator acts. */
export const releaseIdentitiesWrites = (
  withdrawal: Withdrawal,
  identities: readonly LeftIdentity[],
  session: Session | undefined,
  now: Date,
) => ({
  ...defined({ session: session && sessionAliveCheck(session, now) }),
  member: releaseIdentitiesMemberWrite(
    { member: withdrawal.member, by: session },
    identities.map(({ identity }) => identity),
  ),
  ...identityWrites(withdrawal, identities, now),
})

/** All writes of a withdrawal. Without a session an operator acts. */
export const withdrawalWrites = (withdrawal: Withdrawal, session: Session | undefined, now: Date) => ({
  ...defined({ session: session && sessionAliveCheck(session, now) }),
  member: withdrawMemberWrite({ member: withdrawal.member, by: session }, withdrawal),
  ...identityWrites(withdrawal, withdrawal.identities, now),
  ...goneWrites(withdrawal),
  ...Object.fromEntries(
    withdrawal.closed.frees.map(
      ({ of, value }) => [`freed:${of}`, freedClaimWrite(of, value, withdrawal.member.id)] as const,
    ),
  ),
  event: eventWrite(withdrawal.member, withdrawal.event),
  ...messageWrites(withdrawal.messages),
})

const withNextVersion = ({ member, ...rest }: Withdrawal): Withdrawal => ({
  ...rest,
  member: { ...member, version: member.version + 1 },
})

async function beginBy(
  table: TableAccess,
  session: Session | undefined,
  withdrawal: Withdrawal,
  now: Date,
): ReturnType<Withdrawals['begin']> {
  let rest = withdrawal
  while (rest.identities.length > identitiesPerTransaction) {
    const some = rest.identities.slice(0, identitiesPerTransaction)
    const released = await table.transact(releaseIdentitiesWrites(rest, some, session, now))
    if (released.kind === 'refused') return refusalOf(released.refusals)
    rest = { ...withNextVersion(rest), identities: rest.identities.slice(identitiesPerTransaction) }
  }
  const result = await table.transact(withdrawalWrites(rest, session, now))
  return result.kind === 'written' ? 'withdrawn' : refusalOf(result.refusals)
}

const refusalOf = ({ session }: { readonly session?: RefusedWrite }) =>
  session === undefined ? 'conflict' : 'session_ended'

/** Implements `Withdrawals` on a table. Throws `unavailable` as the table does. */
export const withdrawalsIn = (table: TableAccess): Withdrawals => ({
  async begin(withdrawal, now) {
    if (withdrawal.by === 'operator') return beginBy(table, undefined, withdrawal, now)
    const { sessionId, session: read } = withdrawal.by
    const session =
      read ?? (await findAliveSession(table, { memberId: withdrawal.member.id, sessionId }, now))
    return session === undefined ? 'session_ended' : beginBy(table, session, withdrawal, now)
  },
})
