import type { MemberAuthState, Session, SignIn } from '../member/member.ts'
import type { DeviceLabel } from '../values/device.ts'
import type { ClientId, MemberId, SessionId } from '../values/ids.ts'
import { after, lifetimes, type SessionLifetimes } from '../values/lifetimes.ts'

/** What a refresh token proves about itself, once its signature has been checked. */
export interface PresentedRefresh {
  readonly generation: number
  /** Hash of the very token that was presented. */
  readonly hash: string
}

/** The current refresh token of a session, as it is stored. */
export interface RefreshRecord {
  readonly hash: string
  readonly kid: string
}

/** A new session of a member on one device. */
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
    ...(of.externalId === undefined ? {} : { externalId: of.externalId }),
    clientId: of.clientId,
    signIn: of.signIn,
    ...(of.device === undefined ? {} : { device: of.device }),
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

/** Whether a session still stands: not run out, and not ended together with all others of its member. */
export function isAlive(session: Session, authState: MemberAuthState, now: Date): boolean {
  return (
    now < session.idleExpiresAt &&
    now < session.absoluteExpiresAt &&
    session.createdAt >= authState.sessionsValidFrom
  )
}

/**
 * What an authentic refresh token is worth. `rotate`: it is the current one. `repeat`: it is the one before,
 * moments ago (an answer that got lost): the current one is told again. `reused`: it was replaced long ago,
 * so somebody has a copy and the session ends (RFC 9700, section 4.14.2). `dead`: there is nothing to renew.
 */
export type RefreshVerdict = 'rotate' | 'repeat' | 'reused' | 'dead'

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

/** The session after its refresh token was renewed. The total life never grows. */
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
