import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LoginMethod, Member, MemberAuthState, Session, SignIn } from '../../../domain/member/member.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { ConsumedPending, Once } from './once.ts'

/** Why a session was not opened. */
export type SignInRefusal =
  | { readonly kind: 'used' }
  /** The way in does not lead to this member any more: decide again. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'not_active'; readonly member: MemberAuthState }

export interface Sessions {
  /**
   * Opens a session of an active member that has this way in; one transaction. `keeping` goes to the claim of the
   * identity that the session is opened by. Who has not agreed to all that is `wanted` comes in as well, by a second
   * transaction: `lacks` says what to ask for.
   */
  open(
    session: Session,
    way: LoginMethod,
    once: Once | ConsumedPending | 'written_before',
    storedToken?: StoredProviderToken,
    wanted?: readonly Agreement[],
  ): Promise<{ readonly kind: 'opened'; readonly lacks?: readonly Agreement[] } | SignInRefusal>
  /** Consistent. One read of the session with the gate of its member. */
  find(
    memberId: MemberId,
    sessionId: SessionId,
  ): Promise<{ readonly session: Session; readonly authState: MemberAuthState } | undefined>
  /** Consistent. A member with every session that is kept of it, dead ones too; one query. */
  list(
    memberId: MemberId,
  ): Promise<{ readonly member: Member; readonly sessions: readonly Session[] } | undefined>
  /** Moves on to the next generation, if the stored one is still `from`; one transaction. */
  rotate(next: Session, from: number): Promise<'rotated' | 'moved_on' | 'not_active'>
  /**
   * Opens a session of an active member that has this way in, and uses up the code that proved it; one
   * transaction. With `proven`, which goes into the history, the member's number is known to be proven now.
   */
  openByCode(
    session: Session,
    way: LoginMethod,
    proof: ProvenAddress,
    now: Date,
    proven?: AuditEvent,
  ): Promise<{ readonly kind: 'opened' } | SignInRefusal>
  /** The member proved presence again: the session's sign-in is this one now; one transaction. */
  reauthenticate(
    memberId: MemberId,
    sessionId: SessionId,
    signIn: SignIn,
    way: LoginMethod,
    once: Once | 'written_before',
    now: Date,
    storedToken?: StoredProviderToken,
  ): Promise<'done' | 'used' | 'session_ended' | 'moved'>
  /** Ends one session; gives it back if it was there. */
  end(memberId: MemberId, sessionId: SessionId): Promise<Session | undefined>
  /**
   * Ends a session of a member by the wish of one that must be alive; they may be the same. One read, one
   * transaction.
   */
  endOne(
    by: { readonly memberId: MemberId; readonly sessionId: SessionId },
    sessionId: SessionId,
    now: Date,
  ): Promise<'ended' | 'not_found' | 'session_ended'>
  /** Ends every session of a member that was opened until now. */
  endAll(memberId: MemberId, now: Date): Promise<void>
}
