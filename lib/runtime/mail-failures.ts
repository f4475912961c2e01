import { required } from '../config/variables.ts'
import type { AddressMarks, FailingAddresses } from '../flows/ports/mail-failures.ts'
import type { World } from '../flows/ports/world.ts'
import { readMailFailures } from '../mail/ses-events.ts'
import { addressMarksIn, failingAddressesIn } from '../store/failing-addresses.ts'
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

const addressesOf = ({ hashes }: World): FailingAddresses => failingAddressesIn(accessMembers(), hashes)

function accessMembers() {
  const tableName = required(process.env, 'IEUM_TABLE')
  return accessTable({ client: tableClient(), tableName, retryPolicy: defaultRetryPolicy })
}

/** The world of a door that marks addresses itself. */
export async function addressMarksWorld(): Promise<World & AddressMarks> {
  return { ...(await world()), ...addressMarksIn(accessMembers()) }
}
