import { AsyncLocalStorage } from 'node:async_hooks'
import type { Noted } from '../../domain/visit/funnel.ts'
import { log } from './log.ts'
import { metricsOf } from './metrics.ts'

const scope = new AsyncLocalStorage<{ noted: Noted }>()

/** Runs one request; what is noted meanwhile goes into its one line. */
export const withNotes = <Result>(run: () => Promise<Result>): Promise<Result> =>
  scope.run({ noted: {} }, run)

/** What was noted of the present request so far. */
export const notes = (): Noted => scope.getStore()?.noted ?? {}

/** Notes more of the present request. Outside of one (a schedule's job) it is a line of its own. */
export function note(more: Noted): void {
  const request = scope.getStore()
  if (request === undefined) log({ ...more, ...metricsOf(more) })
  else request.noted = { ...request.noted, ...more }
}
