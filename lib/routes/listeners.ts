import type { Listener } from './shape.ts'

/** What the table's stream calls, told once. */
export const listeners = {
  publish: {
    id: 'publish',
    does: 'tells the rest of the service what happened to members',
    hears: { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['event'] } } } },
    touches: { table: [], secret: false, mail: false, bus: true },
    memory: 512,
  },
} as const satisfies Record<string, Listener>

export type ListenerId = keyof typeof listeners
