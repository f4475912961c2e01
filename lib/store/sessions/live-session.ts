import type * as v from 'valibot'
import type { MemberAuthState, Session } from '../../domain/member/member.ts'
import { isAlive } from '../../domain/session/session.ts'
import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import { memberAuthStateRow } from '../rows/auth-state.ts'
import { reachRow } from '../rows/member/member.ts'
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

/** The same, and where notices reach the member. */
const reachableAttributes = [...new Set([...attributes, ...Object.keys(reachRow.schema.entries)])]

/** A live session, and its member's item as it was read. */
async function findPair(
  table: TableAccess,
  { memberId, sessionId }: SessionName,
  wanted: readonly string[],
): Promise<(LiveSession & { readonly item: unknown }) | undefined> {
  const items = await table.getAll([keys.session(memberId, sessionId), keys.member(memberId)], wanted)
  const stored = items.find((item) => kindOf(item) === sessionRow.kind)
  const item = items.find((candidate) => kindOf(candidate) === memberAuthStateRow.kind)
  if (stored === undefined || item === undefined) return undefined
  const session = readSession(stored, item)
  return session && { session, authState: readRow(memberAuthStateRow, item), item }
}

/**
 * Reads a session together with its member's auth state, consistently, in one request. Undefined when either
 * is missing. Throws `unavailable`.
 */
export async function findLiveSession(
  table: TableAccess,
  memberId: MemberId,
  sessionId: SessionId,
): Promise<LiveSession | undefined> {
  const { session, authState } = (await findPair(table, { memberId, sessionId }, attributes)) ?? {}
  return session && authState && { session, authState }
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

/** Reads a session like `findAliveSession`, and with it where notices reach its member; still one request. */
export async function findReachableSession(
  table: TableAccess,
  name: SessionName,
  now: Date,
): Promise<
  { readonly session: Session; readonly member: v.InferOutput<(typeof reachRow)['schema']> } | undefined
> {
  const found = await findPair(table, name, reachableAttributes)
  if (found === undefined || !isAlive(found.session, found.authState, now)) return undefined
  return { session: found.session, member: readRow(reachRow, found.item) }
}
