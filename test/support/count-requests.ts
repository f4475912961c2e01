import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** The sent requests, by command (`GetItemCommand`), and in total. A retry of the SDK counts again. */
export interface RequestCount {
  readonly total: number
  readonly commands: readonly string[]
  /** Resets the counts. */
  reset(): void
}

/** Counts the requests of a client from now on. Takes the client itself or a document client on top of it. */
export function countRequests(client: Pick<DynamoDBClient, 'middlewareStack'>): RequestCount {
  const commands: string[] = []
  client.middlewareStack.add(
    (next, context) => (args) => {
      commands.push(context.commandName ?? 'unknown')
      return next(args)
    },
    // After the SDK's own retries, which come first in this step.
    { step: 'finalizeRequest', priority: 'low', name: `countRequests-${Math.random()}` },
  )
  return {
    get total() {
      return commands.length
    },
    commands,
    reset: () => {
      commands.length = 0
    },
  }
}
