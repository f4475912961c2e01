/** The mail or text service refuses this message for good, so another attempt would fail too. */
export class Undeliverable extends Error {
  /** A code for the log: the service's own, and never an address. */
  readonly reason: string
  constructor(reason: string) {
    super(`the message cannot be delivered: ${reason}`)
    this.name = 'Undeliverable'
    this.reason = reason
  }
}
