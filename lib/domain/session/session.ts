import type { MemberAuthState, Session, SignIn } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { DeviceLabel } from '../values/device.ts'
import type { ClientId, MemberId, SessionId } from '../values/ids.ts'
import { after, type SessionLifetimes } from '../values/lifetimes.ts'

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

/** The earlier of two moments. */
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

/** Whether a session is alive: not expired, and not ended by the member's `sessionsValidFrom`. */
export function isAlive(session: Session, authState: MemberAuthState, now: Date): boolean {
  return (
    now < session.idleExpiresAt &&
    now < session.absoluteExpiresAt &&
    session.createdAt >= authState.sessionsValidFrom
  )
}
