import { AsyncLocalStorage } from 'node:async_hooks'
import type { LogContext } from '../../domain/visit/funnel.ts'
import { log } from './log.ts'
import { metricsOf } from './metrics.ts'

const scope = new AsyncLocalStorage<{ noted: LogContext }>()

/** Runs one request; what is noted meanwhile goes into its one line. */
export const withLogContext = <Result>(run: () => Promise<Result>): Promise<Result> =>
  scope.run({ noted: {} }, run)

/** What was noted of the present request so far. */
export const logContext = (): LogContext => scope.getStore()?.noted ?? {}

/** Notes more of the present request. Outside of one (a schedule's job) it is a line of its own. */
export function addToLogContext(more: LogContext): void {
  const request = scope.getStore()
  if (request === undefined) log({ ...more, ...metricsOf(more) })
  else request.noted = { ...request.noted, ...more }
}
