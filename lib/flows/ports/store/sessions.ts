import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LimitedAttempt } from '../../../domain/limits/limit.ts'
import type {
  IdentityMethod,
  LateRetry,
  LoginMethod,
  Member,
  MemberAuthState,
  Session,
  SignIn,
} from '../../../domain/member/member.ts'
import type { ExpectedClaims, MemberClaims } from '../../../domain/member/token-claims.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { ConsumedPending, Once } from './once.ts'

/** A session that survives the end of all sessions. */
export type KeptSession = Pick<Session, 'memberId' | 'id' | 'credentialsVersion'>

/** The reason for which no session was opened. */
export type SignInRefusal =
  | { readonly kind: 'used' }
  /** The login method no longer leads to this member, so decide again. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'not_active'; readonly member: MemberAuthState }
  /** Others have filled a limit of the sign-in meanwhile. */
  | { readonly kind: 'exhausted' }

/**
 * What a sign-in has proven: a login method, or a password by the hash that it was compared with. No session
 * opens if the member has another one by then.
 */
export type SignInProof =
  | LoginMethod
  | {
      readonly passwordHash: string
      /** Limits that must still let one more pass, so that guesses at once get no more than guesses in a row. */
      readonly within?: readonly LimitedAttempt[]
    }

export interface Sessions {
  /**
   * Opens a session of an active member for whom the proof still holds; one transaction. `storedToken` goes to
   * the claim of the session's identity. A member without all `wanted` agreements signs in too, by a second
   * transaction; `lacks` names the missing ones. The same when all sessions ended since the session's
   * `credentialsVersion` was read: the second transaction opens it under the current one. And the same for `claims`, what
   * the token will state of the member: the answer has what is true at that moment.
   */
  open(
    session: Session,
    proof: SignInProof,
    once: Once | ConsumedPending | 'written_before',
    storedToken?: StoredProviderToken,
    wanted?: readonly Agreement[],
    claims?: ExpectedClaims,
  ): Promise<
    | { readonly kind: 'opened'; readonly lacks?: readonly Agreement[]; readonly claims?: MemberClaims }
    | SignInRefusal
  >
  /** A session with its member's authentication state. Consistent; one read. */
  find(
    memberId: MemberId,
    sessionId: SessionId,
  ): Promise<{ readonly session: Session; readonly authState: MemberAuthState } | undefined>
  /** A member with all stored sessions, ended ones included. Consistent; one query. */
  list(
    memberId: MemberId,
  ): Promise<{ readonly member: Member; readonly sessions: readonly Session[] } | undefined>
  /** Rotates a session to the next generation, if the stored generation is still `from`; one transaction. */
  rotate(next: Session, from: number): Promise<'rotated' | 'moved_on' | 'not_active'>
  /** Records a late retry, if the session is still as it was read; one update. */
  recordLateRetry(session: Session, lateRetry: LateRetry): Promise<'recorded' | 'moved_on'>
  /**
   * Opens a session of an active member with this login method, and consumes the code; one transaction. With
   * the event `proven`, the member's number counts as proven now, and mail reaches the member's address again.
   */
  openByCode(
    session: Session,
    method: LoginMethod,
    proof: ProvenAddress,
    now: Date,
    proven?: AuditEvent,
  ): Promise<{ readonly kind: 'opened' } | SignInRefusal>
  /** Records a re-authentication as the session's sign-in; one transaction. */
  reauthenticate(
    memberId: MemberId,
    sessionId: SessionId,
    signIn: SignIn,
    method: IdentityMethod,
    once: Once | 'written_before',
    now: Date,
    storedToken?: StoredProviderToken,
  ): Promise<'done' | 'used' | 'session_ended' | 'conflict'>
  /** Ends one session, and gives it if it existed. */
  end(memberId: MemberId, sessionId: SessionId): Promise<Session | undefined>
  /** Ends a member's session on behalf of a live one; both may be the same. One read and one transaction. */
  endOne(
    by: { readonly memberId: MemberId; readonly sessionId: SessionId },
    sessionId: SessionId,
    now: Date,
  ): Promise<'ended' | 'not_found' | 'session_ended'>
  /**
   * Ends every session of a member on behalf of a live one, and gives that one. Undefined if it is not alive,
   * and then no session ends: a copied token of an ended session signs nobody out. One read and one transaction.
   */
  endAll(
    by: { readonly memberId: MemberId; readonly sessionId: SessionId },
    now: Date,
  ): Promise<Session | undefined>
}
