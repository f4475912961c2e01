import { required } from '../config/variables.ts'
import type { FailingAddresses } from '../flows/ports/mail-failures.ts'
import type { World } from '../flows/ports/world.ts'
import { readMailFailures } from '../mail/ses-events.ts'
import { failingAddressesIn } from '../store/failing-addresses.ts'
import { defaultRetryPolicy } from '../store/table/retry.ts'
import { accessTable } from '../store/table/table-access.ts'
import { tableClient } from './table-client.ts'
import { world } from './world.ts'

/** The composition root of the subscriber that marks failing addresses. */

const built = new WeakMap<World, FailingAddresses>()

/** The world of the subscriber, built again with the world, and the reader of its records. */
export async function mailFailuresWorld() {
  const current = await world()
  const addresses = built.get(current) ?? addressesOf(current)
  built.set(current, addresses)
  return { ...current, ...addresses, readMailFailures }
}

function addressesOf({ hashes }: World): FailingAddresses {
  const tableName = required(process.env, 'IEUM_TABLE')
  return failingAddressesIn(
    accessTable({ client: tableClient(), tableName, retryPolicy: defaultRetryPolicy }),
    hashes,
  )
}
