import { Problem } from '../domain/values/problem.ts'
import type { Action } from './door.ts'

/** Waits until `performance.now()` says a time. A timer counts from where the event loop's turn began, so it may be early. */
async function pauseUntil(at: number): Promise<void> {
  for (let left = at - performance.now(); left > 0; left = at - performance.now())
    await new Promise((resolve) => setTimeout(resolve, Math.ceil(left)))
}

/** Milliseconds. Longer than what reading one row more takes, and too short for anybody to notice. */
const stepMs = 20

/**
 * An action whose refusal `not_found` leaves at whole steps of 20 ms. Reading a member takes longer than finding
 * none, by less than a step, so the time of the refusal does not tell the two apart.
 */
export const refusingEvenly =
  (action: Action): Action =>
  async (request) => {
    const startedAt = performance.now()
    try {
      return await action(request)
    } catch (error) {
      if (error instanceof Problem && error.code === 'not_found') {
        const steps = Math.floor((performance.now() - startedAt) / stepMs) + 1
        await pauseUntil(startedAt + steps * stepMs)
      }
      throw error
    }
  }
