import type { LateRetry, MemberAuthState, Session } from '../member/member.ts'
import { after, lifetimes, type SessionLifetimes } from '../values/lifetimes.ts'
import { earlier, isAlive, type RefreshRecord } from './session.ts'

/** The claims of a refresh token whose signature is valid. */
export interface PresentedRefresh {
  readonly generation: number
  /** Hash of the presented token. */
  readonly hash: string
}

/** How many late retries in a row a session survives. */
export const lateRetriesInARow = 3

/**
 * The verdict on an authentic refresh token. `rotate`: the token is the current one, or newer than the table
 * knows. `repeat`: the token was replaced moments ago, so the current token is returned again. `retry`: the
 * response to this token got lost, and nobody has used the current token since; the retry is counted.
 * `reused`: somebody holds a copy, so the session ends (RFC 9700, section 4.14.2). `dead`: the session is over.
 */
export type RefreshVerdict = 'rotate' | 'repeat' | 'retry' | 'reused' | 'dead'

/** Judges a presented refresh token against its session. Takes a token whose signature is already checked. */
export function judgeRefresh(
  session: Session,
  authState: MemberAuthState,
  presented: PresentedRefresh,
  now: Date,
): RefreshVerdict {
  if (!isAlive(session, authState, now)) return 'dead'
  const behind = session.generation - presented.generation
  // A restored table does not know the latest tokens. Only we can have made one, so a newer one is current.
  if (behind < 0) return 'rotate'
  if (behind === 0) return presented.hash === session.refreshHash ? 'rotate' : 'reused'
  // One behind: the current token is its successor. Two behind: the successor was used at the last rotation.
  if (behind <= 2 && isWithin(lifetimes.refreshGrace, session.rotatedAt, now)) return 'repeat'
  return behind === 1 ? judgeLateRetry(session, now) : 'reused'
}

/**
 * Judges a token whose successor nobody has used. A lost response is no theft. A thief who renews beside the
 * owner needs such a retry for every generation, so retries of consecutive generations are limited.
 */
function judgeLateRetry(session: Session, now: Date): RefreshVerdict {
  const { generation, lateRetry, rotatedAt } = session
  if (!isWithin(lifetimes.lateRefreshRetry, rotatedAt, now)) return 'reused'
  // Several tabs of one browser wake up together.
  const isRepeated =
    lateRetry?.generation === generation && isWithin(lifetimes.refreshGrace, lateRetry.at, now)
  if (isRepeated) return 'repeat'
  return retried(session, now).count <= lateRetriesInARow ? 'retry' : 'reused'
}

/**
 * The late retry that follows the session's last one. The row is unbroken while each generation has a retry;
 * a generation without one starts it anew.
 */
export function retried({ generation, lateRetry }: Session, now: Date): LateRetry {
  const isNextInRow = lateRetry !== undefined && lateRetry.generation >= generation - 1
  return { generation, count: isNextInRow ? lateRetry.count + 1 : 1, at: now }
}

const isWithin = (seconds: number, since: Date, now: Date): boolean => now <= after(since, seconds)

/**
 * The session after the token of generation `from` was renewed. The absolute expiry stays the same, and so
 * does the last late retry.
 */
export function rotated(
  session: Session,
  from: number,
  refresh: RefreshRecord,
  life: SessionLifetimes,
  now: Date,
): Session {
  return {
    ...session,
    generation: from + 1,
    refreshHash: refresh.hash,
    refreshKid: refresh.kid,
    rotatedAt: now,
    idleExpiresAt: earlier(after(now, life.idleSeconds), session.absoluteExpiresAt),
  }
}
