import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { Member, Session, SignIn } from '../../../domain/member/member.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { Assertion, CredentialId, Passkey } from '../../../domain/passkey/passkey.ts'
import type { MemberId, PasskeyId, SessionId } from '../../../domain/values/ids.ts'
import type { KeptSession, Once, SignInRefusal } from '../store.ts'

/** A passkey and the member that it signs in. */
export interface OwnedPasskey {
  readonly passkey: Passkey
  readonly member: Member
}

/** A passkey that has just signed a challenge. */
export interface PasskeyUse {
  readonly passkey: Pick<Passkey, 'id' | 'rpId' | 'counter'>
  readonly assertion: Assertion
  /** The challenge. */
  readonly once: Once
}

/** The signed-in member who acts. */
interface Actor {
  readonly memberId: MemberId
  readonly sessionId: SessionId
}

/** The writes of adding a passkey, in one transaction. */
export interface PasskeyAdding extends Actor {
  readonly passkey: Passkey
  /** The version that the member must still have, so that nobody has more passkeys than may be. */
  readonly version: number
  /** The challenge. */
  readonly once: Once
  readonly event: AuditEvent
  readonly messages: readonly NewMessage[]
}

/** The writes of removing a passkey, in one transaction. */
export interface PasskeyRemoval extends Actor {
  readonly passkey: Pick<Passkey, 'id' | 'rpId' | 'credentialId'>
  /** The version that the member must still have, so that of the last two login methods one stays. */
  readonly version: number
  /** The other sessions that stay. Every session that is not among them ends. */
  readonly survivors: readonly KeptSession[]
  readonly event: AuditEvent
  readonly messages: readonly NewMessage[]
}

export interface Passkeys {
  /** The passkey with a credential id, and its member. Two reads; one for an id that nobody has, which nobody can guess. */
  find(credentialId: CredentialId): Promise<OwnedPasskey | undefined>
  /**
   * Adds a passkey to a signed-in member. `taken`: somebody has this credential already. `conflict`: the member has
   * changed since the decision.
   */
  add(adding: PasskeyAdding, now: Date): Promise<'added' | 'used' | 'taken' | 'conflict' | 'session_ended'>
  /** Renames a passkey of a signed-in member. */
  rename(
    by: Actor,
    id: PasskeyId,
    name: string,
    now: Date,
  ): Promise<'renamed' | 'not_found' | 'session_ended'>
  /** Removes a passkey, never the last login method. `conflict`: the member has changed since the decision. */
  remove(removal: PasskeyRemoval, now: Date): Promise<'removed' | 'conflict' | 'session_ended'>
  /**
   * Opens a session of an active member who still has the passkey, whose counter is still as it was read. `conflict`:
   * decide again. One transaction, or two as `Sessions.open` says.
   */
  open(session: Session, use: PasskeyUse): Promise<{ readonly kind: 'opened' } | SignInRefusal>
  /** Records a re-authentication by passkey as the session's sign-in; one transaction. */
  reauthenticate(
    by: Actor,
    signIn: SignIn,
    use: PasskeyUse,
    now: Date,
  ): Promise<'done' | 'used' | 'session_ended' | 'conflict'>
}
