import { AsyncLocalStorage } from 'node:async_hooks'
import type { LogContext } from '../../domain/visit/funnel.ts'
import { log } from './log.ts'
import { metricsOf } from './metrics.ts'

const scope = new AsyncLocalStorage<{ context: LogContext }>()

/** Runs one request with its own log context, and gives the result of `run`. */
export const withLogContext = <Result>(run: () => Promise<Result>): Promise<Result> =>
  scope.run({ context: {} }, run)

/** The log context of the current request so far. */
export const logContext = (): LogContext => scope.getStore()?.context ?? {}

/**
 * Adds to the log context of the current request. Outside a request, such as in a
 * scheduled job, writes a line of its own.
 */
export function addToLogContext(more: LogContext): void {
  const request = scope.getStore()
  if (request === undefined) log({ ...more, ...metricsOf(more) })
  else request.context = { ...request.context, ...more }
}
