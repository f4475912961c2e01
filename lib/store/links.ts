import { linkedIdentities } from '../domain/leads/leads.ts'
import { type Recovered, recoveredBy } from '../domain/leads/recovery.ts'
import type { Session } from '../domain/member/member.ts'
import { mayContinue } from '../domain/session/session.ts'
import { sameIdentity } from '../domain/values/identity.ts'
import type { Linking, Links, Removal } from '../flows/ports/store.ts'
import { memberAuthStateRow } from './rows/auth-state.ts'
import { identityClaimRow } from './rows/identity/identity-claim.ts'
import { memberRow, waysRow } from './rows/member/member.ts'
import { wasUsed } from './rows/once.ts'
import { readRow } from './rows/row.ts'
import { findAliveSession } from './sessions/live-session.ts'
import type { RefusedWrite } from './table/conflicts.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'
import { addingWrites, linkingWrites, removalWrites } from './transactions/link-writes.ts'

/**
 * What a recovery leaves of the member, if the link is one; the write checks the version. Reads nothing otherwise.
 */
async function recoveredIn(
  table: TableAccess,
  { recovery, target }: Linking,
): Promise<Recovered | 'gone' | undefined> {
  if (recovery === undefined) return undefined
  const item = await table.get(keys.member(target.memberId))
  return item === undefined ? 'gone' : recoveredBy(readRow(memberRow, item), recovery.email)
}

/** The state of an identity that is not pending any more. */
function claimStatusOf({ item }: RefusedWrite): 'elsewhere' | 'ended_elsewhere' | 'gone' {
  if (item === undefined) return 'gone'
  const { memberId, state } = readRow(identityClaimRow, item)
  if (memberId === undefined) return 'gone'
  return state === 'unlinked_by_provider' ? 'ended_elsewhere' : 'elsewhere'
}

/** The reason why an identity could not be removed. */
function removalRefusal(
  { item }: RefusedWrite,
  session: Session,
  { identity, ended, version }: Removal,
): 'session_ended' | 'not_linked' | 'last_login_method' | 'conflict' {
  if (item === undefined) return 'session_ended'
  const member = readRow(waysRow, item)
  // Whatever ends sessions raises the version too. The session may have survived.
  if (member.version !== version) return 'conflict'
  if (!mayContinue(session, readRow(memberAuthStateRow, item))) return 'session_ended'
  if (ended !== undefined) return 'not_linked'
  const isLinked = linkedIdentities(member).some((linked) => sameIdentity(linked, identity))
  return isLinked ? 'last_login_method' : 'not_linked'
}

/** Implements `Links` on a table. Every method throws `unavailable` as the table does. */
export const linksIn = (table: TableAccess): Links => ({
  async complete(linking, now) {
    const recovered = await recoveredIn(table, linking)
    if (recovered === 'gone') return 'conflict'
    const result = await table.transact(linkingWrites(linking, now, recovered))
    if (result.kind === 'written') return 'linked'
    const { pending, identityClaim, session: ended, member, ci } = result.refusals
    if (ended !== undefined) return 'session_ended'
    if (pending !== undefined) return 'used'
    if (identityClaim !== undefined) return claimStatusOf(identityClaim)
    return ci !== undefined && member === undefined ? 'person_known' : 'conflict'
  },

  async add(adding, once, now) {
    const session = adding.session ?? (await findAliveSession(table, adding, now))
    if (session === undefined) return 'session_ended'
    const result = await table.transact(addingWrites(adding, session, once, now))
    if (result.kind === 'written') return 'linked'
    const { pending, identityClaim, member, session: ended } = result.refusals
    if (wasUsed(result.refusals) || pending !== undefined) return 'used'
    if (ended !== undefined) return 'session_ended'
    // After a decision on the member, either has changed: the member, or only the session.
    if (member !== undefined) return adding.version === undefined ? 'session_ended' : 'conflict'
    return identityClaim !== undefined && claimStatusOf(identityClaim) === 'ended_elsewhere'
      ? 'ended_elsewhere'
      : 'conflict'
  },

  async remove(removal, now) {
    const session = removal.session ?? (await findAliveSession(table, removal, now))
    if (session === undefined) return 'session_ended'
    const result = await table.transact(removalWrites(removal, session, now))
    if (result.kind === 'written') return 'removed'
    const { member, session: ended, identityClaim, identity } = result.refusals
    if (ended !== undefined) return 'session_ended'
    if (member !== undefined) return removalRefusal(member, session, removal)
    // A session that was to survive has just ended, or the person of an ended identity has just connected again.
    const isGone = identityClaim !== undefined || identity !== undefined
    return isGone && removal.ended === undefined ? 'not_linked' : 'conflict'
  },
})
