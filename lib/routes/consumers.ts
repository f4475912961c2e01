import type { Consumer } from './shape.ts'

/** The Lambdas that read a queue. A stage has one only if its app asks for what it does. */
export const consumers = {
  'webhook-deliveries': {
    id: 'webhook-deliveries',
    does: 'posts events to the webhook of another service, signed',
    queue: 'webhook',
    touches: { table: [], secrets: [] },
    memory: 512,
  },
} as const satisfies Record<string, Consumer>

export type ConsumerId = keyof typeof consumers
