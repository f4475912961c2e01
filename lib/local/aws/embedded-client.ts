import { DynamoDBClient as BundledClient } from '../../aws/clients/dynamodb.ts'
import type { JsonCommand } from '../../aws/clients/json-client.ts'
import { attemptMs, withRequestBudget } from '../../aws/request-budget.ts'

/*
 * Replaces `@aws-sdk/client-dynamodb` in the functions of a laptop with the embedded database. That database (dynoxide 1.2.1)
 * goes through the tokens of all transactions of the last ten minutes for each transaction with one, so under load each
 * transaction is dearer than the one before (`findings/embedded-dynamodb-request-tokens.sh`).
 */
export * from '../../aws/clients/dynamodb.ts'

/** How long the outcome of a transaction is waited for. A request lasts 5 seconds, a job's operation 21. */
const outcomeMs = 30_000
/** How long DynamoDB remembers a token (API_TransactWriteItems, ClientRequestToken). */
const rememberedMs = 10 * 60_000

/**
 * The client of the embedded database. It keeps the promise of `ClientRequestToken` itself, and sends none: a transaction
 * whose attempt ran out of time is not ended, and the next attempt with its token gets the outcome of the first. So one
 * transaction is never written twice. A transaction that failed is sent again, as the database would do it.
 */
class EmbeddedClient extends BundledClient {
  /** The transactions whose outcome no attempt has got yet, by their tokens. */
  readonly #sent = new Map<string, Promise<object>>()

  override async send(command: JsonCommand): Promise<object> {
    const { token, ...untold } = command
    if (token === undefined) return super.send(command)
    return this.#attempt(token, this.#sent.get(token) ?? this.#start(token, untold))
  }

  /** Sends a transaction, with time for the database beyond that of the attempt. */
  #start(token: string, command: JsonCommand): Promise<object> {
    const limits = { totalMs: outcomeMs, attemptMs: outcomeMs }
    const sent = withRequestBudget(() => super.send(command), limits)
    this.#sent.set(token, sent)
    sent.catch(() => this.#sent.delete(token))
    return sent
  }

  /** Waits for the outcome as long as an attempt may take. */
  async #attempt(token: string, sent: Promise<object>): Promise<object> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => {
        setTimeout(() => this.#sent.delete(token), rememberedMs).unref()
        reject(Object.assign(new Error('The embedded database took too long'), { name: 'TimeoutError' }))
      },
      Math.max(1, attemptMs()),
    )
    try {
      const output = await Promise.race([sent, late])
      this.#sent.delete(token)
      return output
    } finally {
      clearTimeout(timer)
    }
  }
}

export { EmbeddedClient as DynamoDBClient }
