import type { Exhausted, LimitedAttempt } from '../../../domain/limits/limit.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { TokenId } from '../../../domain/values/ids.ts'
import type { ProvenAddress, Verification, VerificationId } from '../../../domain/values/verification.ts'

/** Codes that prove an address. */
export interface Verifications {
  /** Stores a code and leaves its message; one transaction. An older code of the same address lives on: nobody can end a code that is on its way. */
  start(verification: Verification, message: NewMessage): Promise<void>
  /**
   * Counts an attempt, then compares: at most `maxCodeAttempts` comparisons and one success. Undefined for a
   * wrong, unknown, expired, used or exhausted code alike.
   */
  confirm(
    id: VerificationId,
    isRight: (verification: Verification) => boolean,
    tokenId: TokenId,
    now: Date,
  ): Promise<ProvenAddress | undefined>
  /** The proof of a token, if the token is unused and not expired. */
  find(id: VerificationId, tokenId: TokenId, now: Date): Promise<ProvenAddress | undefined>
}

/** Counters of rate limits. */
export interface Limits {
  /** These attempts with what was counted before; one read. */
  look(attempts: readonly LimitedAttempt[], now: Date): Promise<readonly LimitedAttempt[]>
  /** Counts one attempt under each of these limits. Counts nothing if one is full, and gives the first such. */
  spend(attempts: readonly LimitedAttempt[], now: Date): Promise<Exhausted | undefined>
  /** Whether a limit is full. False, and no request, if this container has counted nothing for the key itself. */
  isKnownFull(attempt: LimitedAttempt, now: Date): Promise<boolean>
  /** Takes an attempt back under each of these limits. */
  giveBack(attempts: readonly LimitedAttempt[]): Promise<void>
}
