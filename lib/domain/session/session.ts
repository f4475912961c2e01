import type { MemberAuthState, Session, SignIn } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { DeviceLabel } from '../values/device.ts'
import type { ClientId, MemberId, SessionId } from '../values/ids.ts'
import { after, type SessionLifetimes } from '../values/lifetimes.ts'
import type { ProvenAddress } from '../values/verification.ts'

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
    credentialsVersion: number
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
    credentialsVersion: of.credentialsVersion,
    createdAt: now,
    idleExpiresAt: earlier(after(now, life.idleSeconds), absoluteExpiresAt),
    absoluteExpiresAt,
  }
}

/** The earlier of two moments. */
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

/** What ends every session of a member at once. */
type Versioned = Pick<MemberAuthState, 'status' | 'credentialsVersion'>

/**
 * Whether a session may continue by its member: the member is active, and has not ended all sessions since it
 * was opened. Equal, not at least: a session is also over when a restored member is behind it.
 */
export const mayContinue = (session: Pick<Session, 'credentialsVersion'>, member: Versioned): boolean =>
  member.status === 'active' && session.credentialsVersion === member.credentialsVersion

/** Whether a session is alive: not expired, and not ended by its member. */
export const isAlive = (session: Session, member: Versioned, now: Date): boolean =>
  now < session.idleExpiresAt && now < session.absoluteExpiresAt && mayContinue(session, member)

/**
 * Whether a code for a new contact was requested before the member ended all other sessions from this one: the
 * requester may be the intruder who was to be locked out, with a copy of this very session.
 */
export const isVoided = (
  { othersEndedAt }: Session,
  { startedAt }: Pick<ProvenAddress, 'startedAt'>,
): boolean => othersEndedAt !== undefined && startedAt < othersEndedAt
