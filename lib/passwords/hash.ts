/** A stored hash with acceptable parameters, ready for comparison. */
export interface StoredHash {
  /** Scheme and parameters, such as `bcrypt:12`. Hashes of one cost take the same time. */
  readonly cost: string
  /** Whether a password matches. Takes the time that the parameters imply. */
  matches(password: string): Promise<boolean>
  /** Whether a match proves the complete password, not only its first bytes. */
  provesAll(password: string): boolean
}
