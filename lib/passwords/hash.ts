/** A stored hash with acceptable parameters, ready for comparison. */
export interface StoredHash {
  /**
   * Scheme and parameters of what a comparison computes, such as `bcrypt:12`. Hashes with the same costs take
   * the same time.
   */
  readonly costs: readonly string[]
  /** Whether a password matches. Takes the time that the parameters imply. */
  matches(password: string): Promise<boolean>
  /** Whether a match proves the complete password, not only its first bytes. */
  provesAll(password: string): boolean
}
