import type { MemberAuthState, Session } from '../../domain/member/member.ts'
import { isAlive } from '../../domain/session/session.ts'
import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import { memberAuthStateRow } from '../rows/auth-state.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { sessionRow } from '../rows/session/session.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'
import { oldAttributes, readSession } from './read-session.ts'

/** A session with its member's auth state. */
export interface LiveSession {
  readonly session: Session
  readonly authState: MemberAuthState
}

/** What names a session. */
interface SessionName {
  readonly memberId: MemberId
  readonly sessionId: SessionId
}

/** The attributes of both rows. One read asks every item for the same attributes. */
const attributes = [
  ...new Set([
    'kind',
    ...Object.keys(sessionRow.schema.entries),
    ...Object.keys(memberAuthStateRow.schema.entries),
    ...oldAttributes,
  ]),
]

/**
 * Reads a session together with its member's auth state, consistently, in one request. Undefined when either
 * is missing. Throws `unavailable`.
 */
export async function findLiveSession(
  table: TableAccess,
  memberId: MemberId,
  sessionId: SessionId,
): Promise<LiveSession | undefined> {
  const items = await table.getAll([keys.session(memberId, sessionId), keys.member(memberId)], attributes)
  const stored = items.find((item) => kindOf(item) === sessionRow.kind)
  const item = items.find((candidate) => kindOf(candidate) === memberAuthStateRow.kind)
  if (stored === undefined || item === undefined) return undefined
  const session = readSession(stored, item)
  return session && { session, authState: readRow(memberAuthStateRow, item) }
}

/**
 * Reads the session by which a member changes something, if the session is alive. A write cannot compare a
 * session with its member; the conditions of the write compare the member with the session's
 * `credentialsVersion` as it was read here. Throws `unavailable`.
 */
export async function findAliveSession(
  table: TableAccess,
  { memberId, sessionId }: SessionName,
  now: Date,
): Promise<Session | undefined> {
  const found = await findLiveSession(table, memberId, sessionId)
  return found !== undefined && isAlive(found.session, found.authState, now) ? found.session : undefined
}
