import type { MemberAuthState, Session, SignIn } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { DeviceLabel } from '../values/device.ts'
import type { ClientId, MemberId, SessionId } from '../values/ids.ts'
import { after, lifetimes, type SessionLifetimes } from '../values/lifetimes.ts'

/** The claims of a refresh token whose signature is valid. */
export interface PresentedRefresh {
  readonly generation: number
  /** Hash of the presented token. */
  readonly hash: string
}

/** The current refresh token of a session, in its stored form. */
export interface RefreshRecord {
  readonly hash: string
  readonly kid: string
}

/**
 * Builds a new session of a member on one device. Both expiry times are set;
 * idle expiry never exceeds the total.
 */
export function newSession(
  of: {
    id: SessionId
    memberId: MemberId
    externalId?: string | undefined
    clientId: ClientId
    signIn: SignIn
    device?: DeviceLabel | undefined
  },
  refresh: RefreshRecord,
  life: SessionLifetimes,
  now: Date,
): Session {
  const absoluteExpiresAt = after(now, life.totalSeconds)
  return {
    id: of.id,
    memberId: of.memberId,
    clientId: of.clientId,
    signIn: of.signIn,
    ...defined({ externalId: of.externalId, device: of.device }),
    generation: 0,
    refreshHash: refresh.hash,
    refreshKid: refresh.kid,
    rotatedAt: now,
    createdAt: now,
    idleExpiresAt: earlier(after(now, life.idleSeconds), absoluteExpiresAt),
    absoluteExpiresAt,
  }
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

/** Whether a session is alive: not expired, and not ended by the member's `sessionsValidFrom`. */
export function isAlive(session: Session, authState: MemberAuthState, now: Date): boolean {
  return (
    now < session.idleExpiresAt &&
    now < session.absoluteExpiresAt &&
    session.createdAt >= authState.sessionsValidFrom
  )
}

/**
 * The verdict on an authentic refresh token. `rotate`: the token is the current one. `repeat`: the token
 * was replaced moments ago (the response got lost), so the current token is returned again. `reused`:
 * the token was replaced long ago, so somebody holds a copy and the session ends (RFC 9700, section
 * 4.14.2). `dead`: the session is over.
 */
export type RefreshVerdict = 'rotate' | 'repeat' | 'reused' | 'dead'

/** Judges a presented refresh token against its session. Takes a token whose signature is already checked. */
export function judgeRefresh(
  session: Session,
  authState: MemberAuthState,
  presented: PresentedRefresh,
  now: Date,
): RefreshVerdict {
  if (authState.status !== 'active' || !isAlive(session, authState, now)) return 'dead'
  if (presented.generation === session.generation) {
    return presented.hash === session.refreshHash ? 'rotate' : 'reused'
  }
  const justReplaced = now.getTime() - session.rotatedAt.getTime() <= lifetimes.refreshGrace * 1000
  return presented.generation === session.generation - 1 && justReplaced ? 'repeat' : 'reused'
}

/** The session after its refresh token was renewed. The absolute expiry stays the same. */
export function rotated(
  session: Session,
  refresh: RefreshRecord,
  life: SessionLifetimes,
  now: Date,
): Session {
  return {
    ...session,
    generation: session.generation + 1,
    refreshHash: refresh.hash,
    refreshKid: refresh.kid,
    rotatedAt: now,
    idleExpiresAt: earlier(after(now, life.idleSeconds), session.absoluteExpiresAt),
  }
}
