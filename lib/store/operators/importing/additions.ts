import { Problem } from '../../../domain/values/problem.ts'
import type { Importation, ImportResult, Imports } from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import type { TableAccess } from '../../table/table-access.ts'
import { addingTogether, type MemberRefusals } from './add-members.ts'
import { finalResult, foundAfter, maxAttempts } from './after-refusal.ts'
import { type Found, importWrites, sharesOf } from './import-writes.ts'

/** Adds a member whose values are known to have owners. Throws `unavailable` when they keep changing. */
async function addKnowing(
  table: TableAccess,
  hashes: KeyedHashes,
  importation: Importation,
  before: Found,
  refusals: MemberRefusals,
): Promise<ImportResult> {
  let [found, refused] = [before, refusals]
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const final = finalResult(refused, found)
    if (final !== undefined) return final
    found = foundAfter(found, refused)
    const result = await table.transact(importWrites(importation, found, hashes))
    if (result.kind === 'written') {
      return { kind: 'imported', shares: sharesOf(importation.member, found) }
    }
    refused = result.refusals
  }
  throw new Problem('unavailable')
}

/**
 * Adds imported members to a table. The first attempt expects unclaimed values; each refusal adds knowledge for
 * the next attempt. Throws `unavailable` when the values keep changing, and as the table does.
 */
export const additionsIn = (table: TableAccess, hashes: KeyedHashes): Pick<Imports, 'add'> => ({
  add: addingTogether(table, hashes, (importation, found, refusals) =>
    addKnowing(table, hashes, importation, found, refusals),
  ),
})

/**
 * Adds one imported member, without a look or others beside it: nobody is expected to be there. Throws as `additionsIn` does.
 */
export const additionIn = (table: TableAccess, hashes: KeyedHashes): Pick<Imports, 'add'> => ({
  async add(importation) {
    const result = await table.transact(importWrites(importation, {}, hashes))
    return result.kind === 'written'
      ? { kind: 'imported', shares: sharesOf(importation.member, {}) }
      : addKnowing(table, hashes, importation, {}, result.refusals)
  },
})
