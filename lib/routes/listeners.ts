import { both, type Listener } from './shape.ts'

/** The Lambdas that the table's stream calls. */
export const listeners = {
  publish: {
    id: 'publish',
    does: 'publishes events about members to the rest of the service',
    filter: { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['event'] } } } },
    touches: { table: [], secrets: [], bus: true },
    memory: 512,
  },
  courier: {
    id: 'courier',
    does: 'sends the messages that committed changes left',
    filter: { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['message'] } } } },
    touches: {
      table: ['GetItem', 'Query', 'UpdateItem'],
      index: true,
      secrets: both,
      bus: false,
      sends: true,
      hooks: ['messages', 'sms'],
      failures: true,
    },
    everyMinutes: 1,
    memory: 512,
  },
} as const satisfies Record<string, Listener>

export type ListenerId = keyof typeof listeners
