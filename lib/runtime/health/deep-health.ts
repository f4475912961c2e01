import { settings } from '../../config/current-stage.ts'
import { required, type Variables } from '../../config/variables.ts'
import type { Health, HealthCheck } from '../../domain/health/health.ts'
import { checkHealth, type HealthWorld } from '../../flows/health/check-health.ts'
import { log } from '../../http/log/log.ts'
import { failureOf } from '../../http/response/failure.ts'
import { healthNotesIn } from '../../store/health/health-notes.ts'
import { defaultRetryPolicy } from '../../store/table/retry.ts'
import { accessTable } from '../../store/table/table-access.ts'
import { readKeyRing, readLookupRing } from '../../tokens/key-ring.ts'
import { clock } from '../clock.ts'
import { readSecrets, secretTexts } from '../stage-secrets.ts'
import { tableClient } from '../table-client.ts'

/** The composition root of the deep check. It needs less than the world of a door, so a fault there stops no check. */

interface Checked {
  readonly tableName: string
  readonly until: number
  readonly health: Promise<Health>
}

let last: Checked | undefined

/** Anybody may ask, so a container looks once in this time, however many ask. */
const maxAgeMs = 10_000

/** The health of the stage, at most ten seconds old. Throws `ConfigurationError` without a table. */
export function deepHealth(): Promise<Health> {
  const tableName = required(process.env, 'IEUM_TABLE')
  const now = performance.now()
  if (last === undefined || last.tableName !== tableName || last.until <= now) {
    last = { tableName, until: now + maxAgeMs, health: checkHealth(healthWorld(tableName, process.env)) }
  }
  return last.health
}

/** Makes the next check look again. */
export function forgetHealth(): void {
  last = undefined
}

function healthWorld(tableName: string, variables: Variables): HealthWorld {
  const table = accessTable({ client: tableClient(), tableName, retryPolicy: defaultRetryPolicy })
  return {
    clock,
    healthNotes: healthNotesIn(table),
    async openSecrets() {
      const texts = await secretTexts(variables)
      return {
        async readKeys() {
          const { keys } = readSecrets(texts)
          readLookupRing(keys)
          await readKeyRing(keys, new Date(), settings().tokens.algorithm)
        },
      }
    },
    reportFailedCheck,
  }
}

/** The reason stands in the log alone. */
function reportFailedCheck(check: HealthCheck, why: unknown): void {
  const { problem, fault = { error: problem.code } } = failureOf(why)
  const reason = typeof why === 'string' ? { why } : fault
  log({ level: 'warn', event: 'health_check_failed', check, ...reason })
}
