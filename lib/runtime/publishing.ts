import { required } from '../config/stage.ts'
import { createBus, EventBridgeClient } from '../events/bus.ts'
import type { Publishing } from '../flows/ports/publishing.ts'
import { readChanges } from '../store/stream-records.ts'

/** The composition root of what follows the table's stream: neither the table nor a secret is in it. */

let current: Publishing | undefined

/** What telling the rest of the service needs, built at first use. */
export function publishing(): Publishing {
  const requestHandler = { connectionTimeout: 1000, requestTimeout: 3000 }
  current ??= {
    readChanges,
    ...createBus(
      new EventBridgeClient({ maxAttempts: 3, requestHandler }),
      required(process.env, 'IEUM_BUS'),
    ),
  }
  return current
}

/** Builds anew at the next use; the laptop starts several houses in one process. */
export function forgetPublishing(): void {
  current = undefined
}
