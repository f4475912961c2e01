import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** How many requests went out, by command (`GetItemCommand`), and in all. A request that the SDK sends again counts again. */
export interface RequestCount {
  readonly total: number
  readonly commands: readonly string[]
  /** Forgets what was counted until now. */
  reset(): void
}

/** Counts what a client sends from now on; takes the client itself or a document client on top of it. */
export function countRequests(client: Pick<DynamoDBClient, 'middlewareStack'>): RequestCount {
  const commands: string[] = []
  client.middlewareStack.add(
    (next, context) => (args) => {
      commands.push(context.commandName ?? 'unknown')
      return next(args)
    },
    // After the SDK's own retries, which are the first of this step.
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
