import { attemptMs, msLeft, withRequestBudget } from '../../aws/request-budget.ts'
import { settings } from '../../config/current-stage.ts'
import { required } from '../../config/variables.ts'
import type { Health } from '../../domain/health/health.ts'
import { Problem } from '../../domain/values/problem.ts'
import { type ReadHealth, readHealth } from '../../flows/health/read-health.ts'
import type { Request } from '../../http/request/request.ts'
import { cameThroughCloudFront } from '../../http/request/sender/source.ts'
import { healthNotesIn } from '../../store/health/health-notes.ts'
import { defaultRetryPolicy } from '../../store/table/retry.ts'
import { accessTable } from '../../store/table/table-access.ts'
import { secrets } from '../../tokens/secrets.ts'
import { clock } from '../clock.ts'
import { tableClient } from '../table-client.ts'
import { reportFailedCheck } from './report-failed-check.ts'

/**
 * The composition root of the deep check, which anybody may ask. It reads one row and no secret: the courier looks at
 * everything else, and notes it there.
 */

interface Read {
  readonly tableName: string
  readonly until: number
  readonly read: Promise<ReadHealth>
}

let last: Read | undefined
/** The hashes of the secrets that CloudFront may show, as the last note told them. */
let origins: readonly string[] | undefined

/** A container reads once in this time, however many ask. */
const maxAgeMs = 10_000

/** Seconds after which to ask again. */
const retryAfter = maxAgeMs / 1000

/**
 * The health of the stage for a request. Throws the problem `not_found` for one that passes CloudFront by, where the stage
 * refuses that, and `unavailable` while nobody can tell; `ConfigurationError` without a table.
 */
export async function deepHealth(request: Pick<Request, 'headers'>): Promise<Health> {
  const { health, note } = await readNow()
  origins = note?.origins ?? origins
  if (settings().cloudFront?.direct !== 'refused') return health
  // A container that has not read a note yet cannot tell who asks, while the table is down.
  if (origins === undefined && note === undefined && health.status === 'failing') {
    throw new Problem('unavailable', { retryAfter })
  }
  if (!isFromCloudFront(request, origins ?? [])) throw new Problem('not_found')
  return health
}

/** Makes the next check read again, by a container that has just started. */
export function forgetHealth(): void {
  last = undefined
  origins = undefined
}

function readNow(): Promise<ReadHealth> {
  const tableName = required(process.env, 'IEUM_TABLE')
  const now = performance.now()
  if (last === undefined || last.tableName !== tableName || last.until <= now) {
    const table = accessTable({ client: tableClient(), tableName, retryPolicy: defaultRetryPolicy })
    // A table that hangs must leave time to say so.
    const limits = { totalMs: 0.8 * msLeft(), attemptMs: attemptMs() }
    const read = withRequestBudget(
      () => readHealth({ clock, healthNotes: healthNotesIn(table), reportFailedCheck }),
      limits,
    )
    last = { tableName, until: now + maxAgeMs, read }
  }
  return last.read
}

/** Whether a request shows a secret with one of these hashes. */
const isFromCloudFront = (request: Pick<Request, 'headers'>, hashes: readonly string[]): boolean =>
  cameThroughCloudFront(request, {
    originSecrets: hashes,
    secrets: { ...secrets, same: (shown, hash) => secrets.same(secrets.hash(shown), hash) },
  })
