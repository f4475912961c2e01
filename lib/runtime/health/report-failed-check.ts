import type { HealthCheck } from '../../domain/health/health.ts'
import { log } from '../../http/log/log.ts'
import { failureOf } from '../../http/response/failure.ts'

/** Tells the operators why a check failed. The reason stands in the log alone. */
export function reportFailedCheck(check: HealthCheck, why: unknown): void {
  const { problem, fault = { error: problem.code } } = failureOf(why)
  const reason = typeof why === 'string' ? { why } : fault
  log({ level: 'warn', event: 'health_check_failed', check, ...reason })
}
