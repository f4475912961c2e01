import type { TokenId } from '../../../domain/values/ids.ts'
import type { Limit } from '../../../domain/values/limits.ts'
import type { ProvenAddress, Verification, VerificationId } from '../../../domain/values/verification.ts'

/** Codes that prove an address. */
export interface Verifications {
  /** Stores a code. An older code for the same address and purpose dies. */
  start(verification: Verification, now: Date): Promise<void>
  /**
   * Counts an attempt, then compares: at most `maxCodeTries` comparisons and one success. Undefined for a
   * wrong, unknown, replaced, expired, used or exhausted code alike.
   */
  confirm(
    id: VerificationId,
    codeHash: string,
    tokenId: TokenId,
    now: Date,
  ): Promise<ProvenAddress | undefined>
  /** The proof of a token, if the token is unused and not expired. */
  find(id: VerificationId, tokenId: TokenId, now: Date): Promise<ProvenAddress | undefined>
}

export interface Limits {
  /** Counts one attempt. Gives the seconds to wait if the window is full. */
  spend(limit: Limit, key: string, now: Date): Promise<{ readonly retryAfter: number } | undefined>
  /** Resets the count of a key. */
  forget(limit: Limit, key: string, now: Date): Promise<void>
}
