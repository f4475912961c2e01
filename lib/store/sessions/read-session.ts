import * as v from 'valibot'
import type { Session } from '../../domain/member/member.ts'
import { moment } from '../rows/fields.ts'
import { readRow } from '../rows/row.ts'
import { sessionRow } from '../rows/session/session.ts'

/**
 * A member as release 0.1 wrote it. That release ended sessions by time: all that were opened before
 * `sessionsValidFrom`. Their rows may still be there, so they must not come back. A session lives 90 days at
 * most by default; so long after the last function of 0.1, this rule can go.
 */
const endedByTime = v.object({
  sessionsValidFrom: moment,
  credentialsVersion: v.exactOptional(v.never()),
})

/** The attributes of a member and a session that only release 0.1 wrote. */
export const oldAttributes = Object.keys(endedByTime.entries)

function wasEndedByTime(member: unknown, createdAt: Date): boolean {
  const { success, output } = v.safeParse(endedByTime, member)
  return success && createdAt < output.sessionsValidFrom
}

/** Reads a session row. Release 0.1 moved `createdAt` when all other sessions ended. */
export function readSessionRow(item: unknown): Session {
  const { firstOpenedAt, ...session } = readRow(sessionRow, item)
  return firstOpenedAt === undefined
    ? session
    : { othersEndedAt: session.createdAt, ...session, createdAt: firstOpenedAt }
}

/** Reads a session with the stored member. Undefined if release 0.1 ended it. Throws `MalformedRow`. */
export const readSession = (item: unknown, member: unknown): Session | undefined =>
  wasEndedByTime(member, readRow(sessionRow, item).createdAt) ? undefined : readSessionRow(item)
