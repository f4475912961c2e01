/** A stored hash whose parameters are sane, ready to be compared with. */
export interface StoredHash {
  /** Scheme and parameters, such as `bcrypt:12`: hashes of one cost take the same time. */
  readonly cost: string
  /** Whether a password is the one that was hashed; takes as long as its parameters ask for. */
  matches(password: string): Promise<boolean>
  /** Whether a password that matches is certainly the whole one. */
  provesAll(password: string): boolean
}
