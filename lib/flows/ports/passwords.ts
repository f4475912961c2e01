/** Password hashes: ours as PHC strings, and those that other systems made. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether a password is the one that was hashed. */
  verify(password: string, hash: string): Promise<boolean>
  /** Does the same work for nobody, so that an unknown identifier takes as long as a known one. */
  verifyNothing(password: string): Promise<false>
  /**
   * A hash of today's kind for a password that was just shown to be the one that was hashed. Undefined when it
   * is of that kind already, or when the old hash looked at a part of the password only.
   */
  renew(password: string, hash: string): Promise<string | undefined>
}
