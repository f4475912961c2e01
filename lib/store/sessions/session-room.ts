import { makeRoom } from '../../domain/session/session-cap.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { memberAuthStateRow } from '../rows/auth-state.ts'
import { memberRow } from '../rows/member/member.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { endSessionWrite, sessionRow } from '../rows/session/session.ts'
import { openedSessionsRow, type SessionRoom } from '../rows/session/session-opening.ts'
import type { DeleteWrite, TableItem } from '../table/expressions.ts'
import type { Range } from '../table/reads.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'
import type { Transacted } from '../table/writes.ts'
import { readSession } from './read-session.ts'

/** A member and all its sessions, neighbours in the partition. `$` follows `#`. */
export const sessionsRange = (id: MemberId): Range => {
  const { PK, SK } = keys.member(id)
  return { partition: PK, from: SK, to: 'SESSION$' }
}

/** The room for one more session, and the writes that end the sessions in its way. */
export interface Room {
  readonly room: SessionRoom
  readonly ended: { readonly [name in `ended:${number}`]?: DeleteWrite }
}

/** What the next session of a member needs to know: whose it is, how many there may be, the time. */
export interface RoomWanted {
  readonly memberId: MemberId
  readonly max: number
  readonly now: Date
}

/** Counts the live sessions again. Undefined if the member is gone, or fewer were opened than may be. */
async function recount(
  table: TableAccess,
  refused: TableItem | undefined,
  { memberId, max, now }: RoomWanted,
): Promise<Room | undefined> {
  if (refused === undefined || readRow(openedSessionsRow, refused).openedSessions < max) return undefined
  const items = await table.query(sessionsRange(memberId))
  const member = items.find((item) => kindOf(item) === memberRow.kind)
  if (member === undefined) return undefined
  const sessions = items
    .filter((item) => kindOf(item) === sessionRow.kind)
    .flatMap((item) => readSession(item, member) ?? [])
  const { ends, stay } = makeRoom(readRow(memberAuthStateRow, member), sessions, max, now)
  const { openedSessions } = readRow(openedSessionsRow, member)
  return {
    room: { kind: 'recounted', seen: openedSessions, stay },
    ended: Object.fromEntries(
      ends.map(({ id }, index) => [`ended:${index}` as const, endSessionWrite(memberId, id)] as const),
    ),
  }
}

/**
 * Writes what opens a session, with room for it. A member that has counted as many sessions as it may have gets the
 * live ones counted again, and the oldest end in the same transaction.
 */
export async function writeWithRoom<Result extends Transacted<'member'>>(
  table: TableAccess,
  wanted: RoomWanted,
  write: (room: Room) => Promise<Result>,
): Promise<Result> {
  const first = await write({ room: { kind: 'counted', max: wanted.max }, ended: {} })
  if (first.kind === 'written') return first
  const room = await recount(table, first.refusals.member?.item, wanted)
  return room === undefined ? first : write(room)
}
