import { Problem } from '../../../domain/values/problem.ts'
import type { Imports } from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import { keys } from '../../table/schema.ts'
import type { Place } from '../../table/send.ts'
import type { TableAccess } from '../../table/table-access.ts'
import { memberPages } from '../member-pages.ts'
import { findWhole } from '../whole-record.ts'
import { additionsIn } from './additions.ts'
import { finalResult, foundAfter, maxAttempts } from './after-refusal.ts'
import { broughtBefore } from './brought-before.ts'
import type { Found } from './import-writes.ts'
import { rehearsalIn } from './rehearsal/rehearsal.ts'
import { regainedContacts, renewalWrites } from './renew.ts'
import { takeBack } from './take-back.ts'

/** Implements `Imports` on a table. Throws as the table does. */
export const importsIn = (table: TableAccess, place: Place, hashes: KeyedHashes): Imports => ({
  ...additionsIn(table, hashes),

  async renew(id, decide) {
    let found: Found = {}
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const existing = await findWhole(table, id)
      if (existing === undefined || existing.member.asImported !== existing.member.version) {
        return { kind: 'left_alone' }
      }
      const regained = await regainedContacts(table, existing.member, hashes)
      const importation = await decide(existing, regained)
      if (importation === undefined) return { kind: 'unchanged' }
      const writes = renewalWrites(existing.member, importation, regained, found, hashes)
      const result = await table.transact(writes)
      if (result.kind === 'written') return { kind: 'renewed' }
      const final = finalResult({ ...result.refusals, member: undefined }, found)
      if (final?.kind === 'login_id_taken') return final
      const identity = final?.kind === 'identity_taken' ? importation.identities[final.index] : undefined
      if (identity !== undefined) return { kind: 'identity_taken', identity }
      found = foundAfter(found, result.refusals)
    }
    throw new Problem('unavailable')
  },

  membersOf: (importId) => memberPages(place, importId),

  takeBack: (id) => takeBack(table, hashes, id),

  rehearse: () => rehearsalIn(table, hashes),

  broughtBefore: (importation) => broughtBefore(table, importation),

  has: async (id) => (await table.get(keys.member(id))) !== undefined,
})
