import { sweep } from '../lib/flows/jobs/sweep.ts'
import { log } from '../lib/http/log/log.ts'
import { overdue } from '../lib/http/log/stage-metrics.ts'
import { world } from '../lib/runtime/world.ts'

/**
 * Called by a schedule, not by a person: what is overdue at a provider is ended, and who left is erased. Gives what
 * it did.
 */
export const handler = async () => {
  const swept = await sweep(await world())
  log({ job: 'sweep', ...swept, ...overdue() })
  return swept
}
