import type { TokenId } from '../../../domain/values/ids.ts'
import type { Limit } from '../../../domain/values/limits.ts'
import type { ProvenAddress, Verification, VerificationId } from '../../../domain/values/verification.ts'

/** Codes that prove an address. */
export interface Verifications {
  /** Keeps a code; an older one for the same address and purpose is dead. */
  start(verification: Verification, now: Date): Promise<void>
  /**
   * Counts a try, then compares: at most `maxCodeTries` comparisons, and one success. Undefined for a wrong,
   * unknown, replaced, expired, used or exhausted one alike.
   */
  confirm(
    id: VerificationId,
    codeHash: string,
    tokenId: TokenId,
    now: Date,
  ): Promise<ProvenAddress | undefined>
  /** The proof behind a token, if it was not used yet and has not expired. */
  find(id: VerificationId, tokenId: TokenId, now: Date): Promise<ProvenAddress | undefined>
}

export interface Limits {
  /** Counts one try. Gives the seconds to wait when there were too many in this window already. */
  spend(limit: Limit, key: string, now: Date): Promise<{ readonly retryAfter: number } | undefined>
  /** Forgets the tries of a key. */
  forget(limit: Limit, key: string, now: Date): Promise<void>
}
