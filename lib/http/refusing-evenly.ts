import { Problem } from '../domain/values/problem.ts'
import type { Action } from './door.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

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
        await pause(stepMs - ((performance.now() - startedAt) % stepMs))
      }
      throw error
    }
  }
