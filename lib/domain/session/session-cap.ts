import type { MemberAuthState, Session } from '../member/member.ts'
import { isAlive } from './session.ts'

/** The most sessions that end at once. A DynamoDB transaction has at most 100 writes. */
const maxEnded = 80

/** The sessions that end so that one more can be opened, and the number of those that stay. */
export interface MadeRoom {
  readonly ends: readonly Session[]
  readonly stay: number
}

/**
 * Makes room for one more session of a member that may have `max`: the oldest live ones end. Of more than 80 too
 * many, the rest ends with the next session.
 */
export function makeRoom(
  member: Pick<MemberAuthState, 'status' | 'credentialsVersion'>,
  sessions: readonly Session[],
  max: number,
  now: Date,
): MadeRoom {
  const alive = sessions
    .filter((session) => isAlive(session, member, now))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
  const ends = alive.slice(0, Math.min(maxEnded, Math.max(0, alive.length - max + 1)))
  return { ends, stay: alive.length - ends.length }
}
