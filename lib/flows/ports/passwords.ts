/** Password hashes in PHC string format. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether a password is the one that was hashed. */
  verify(password: string, hash: string): Promise<boolean>
  /** Does the same work for nobody, so that an unknown identifier takes as long as a known one. */
  verifyNothing(password: string): Promise<false>
}
