import type { Listener } from './shape.ts'

/** The Lambdas that the table's stream calls. */
export const listeners = {
  publish: {
    id: 'publish',
    does: 'publishes events about members to the rest of the service',
    filter: { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['event'] } } } },
    touches: { table: [], secrets: [], mail: false, bus: true },
    memory: 512,
  },
} as const satisfies Record<string, Listener>

export type ListenerId = keyof typeof listeners
