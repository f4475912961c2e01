import type { Subscriber } from './shape.ts'

/** The Lambdas that a topic of another service calls. */
export const subscribers = {
  'mail-failures': {
    id: 'mail-failures',
    does: 'marks addresses that mail does not reach',
    topic: 'mail',
    touches: {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      secrets: ['lookup'],
    },
    memory: 512,
  },
} as const satisfies Record<string, Subscriber>

export type SubscriberId = keyof typeof subscribers
