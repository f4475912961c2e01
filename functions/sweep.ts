import { sweep } from '../lib/flows/jobs/sweep.ts'
import { log } from '../lib/http/log/log.ts'
import { overdue } from '../lib/http/log/stage-metrics.ts'
import { world } from '../lib/runtime/world.ts'

/**
 * Called by a schedule. Disconnects overdue identities at their providers, erases members after their
 * grace period, and gives the counts.
 */
export const handler = async () => {
  const swept = await sweep(await world())
  log({ job: 'sweep', ...swept, ...overdue() })
  return swept
}
