/** What a hook returned cannot be used. The message says why, and holds nothing of it. */
export class UnusableResult extends Error {
  override readonly name = 'UnusableResult'
}
