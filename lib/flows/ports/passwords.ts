/** Password hashes: our own as PHC strings, and hashes of other systems. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether a password matches a hash. */
  verify(password: string, hash: string): Promise<boolean>
  /** Does the work of `verify` without a member, so that an unknown identifier takes the same time. */
  verifyNothing(password: string): Promise<false>
  /**
   * A hash of the current kind for a password that `verify` has just accepted. Undefined if the hash is
   * current, or if it covers only a part of the password.
   */
  renew(password: string, hash: string): Promise<string | undefined>
}
