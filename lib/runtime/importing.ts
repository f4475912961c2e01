import { required } from '../config/variables.ts'
import type { Imports } from '../flows/ports/store/operators/imports.ts'
import type { World } from '../flows/ports/world.ts'
import { additionIn } from '../store/operators/importing/additions.ts'
import { defaultRetryPolicy } from '../store/table/retry.ts'
import { accessTable } from '../store/table/table-access.ts'
import { tableClient } from './table-client.ts'

const built = new WeakMap<World['hashes'], Pick<Imports, 'add'>>()

/** What imports one member, built at first use and again with the world. */
export function importsOf({ hashes }: Pick<World, 'hashes'>): Pick<Imports, 'add'> {
  const known = built.get(hashes) ?? additionIn(table(), hashes)
  built.set(hashes, known)
  return known
}

const table = () =>
  accessTable({
    client: tableClient(),
    tableName: required(process.env, 'IEUM_TABLE'),
    retryPolicy: defaultRetryPolicy,
  })
