import { markFailures } from '../lib/flows/jobs/mail-failures.ts'
import { log } from '../lib/http/log/log.ts'
import { mailFailuresWorld } from '../lib/runtime/mail-failures.ts'

/** Called by the topic of SES's events. Marks addresses that bounce or complain, and gives the counts. */
export const handler = async (event: { readonly Records: readonly unknown[] }) => {
  const world = await mailFailuresWorld()
  const marked = await markFailures(world, world.readMailFailures(event.Records))
  log({ subscriber: 'mail-failures', ...marked })
  return marked
}
