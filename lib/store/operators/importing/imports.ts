import { defined } from '../../../domain/values/defined.ts'
import { Problem } from '../../../domain/values/problem.ts'
import {
  type Importation,
  type ImportResult,
  type Imports,
  personal,
  shareable,
} from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import { claimRow } from '../../rows/claim.ts'
import { sharedMarkRow } from '../../rows/member/shared.ts'
import { readRow } from '../../rows/row.ts'
import type { RefusedWrite } from '../../table/conflicts.ts'
import { keys } from '../../table/schema.ts'
import type { Place } from '../../table/send.ts'
import type { TableAccess } from '../../table/table-access.ts'
import { memberPages } from '../member-pages.ts'
import { findWhole } from '../whole-record.ts'
import { addingTogether, type MemberRefusals } from './add-members.ts'
import { broughtBefore } from './brought-before.ts'
import { type Found, type FoundValue, importWrites, sharesOf } from './import-writes.ts'
import { rehearsalIn } from './rehearsal/rehearsal.ts'
import { regainedContacts, renewalWrites } from './renew.ts'
import { takeBack } from './take-back.ts'

/** Every value may turn out to have an owner, and another import may run at the same time. */
const maxAttempts = 12

/** The known owner of one value after a refusal. */
function foundValueAfter(
  known: FoundValue,
  claim: RefusedWrite | undefined,
  mark: RefusedWrite | undefined,
): FoundValue {
  const share = mark === undefined ? known.share : mark.item && readRow(sharedMarkRow, mark.item)
  const held = claim === undefined ? known.claim : claim.item && readRow(claimRow, claim.item)
  return defined({ claim: held, share })
}

/** The known owners after a refusal. An owner that changed meanwhile is read again. */
function foundAfter(found: Found, refusals: MemberRefusals): Found {
  const hasChanged = (id: string | undefined): boolean => refusals[`holder:${id}`] !== undefined
  const contacts = shareable.map((of) => {
    const { claim, ...rest } = found[of] ?? {}
    const known = claim === undefined || hasChanged(claim.memberId) ? rest : { ...rest, claim }
    return [of, foundValueAfter(known, refusals[`claim:${of}`], refusals[`mark:${of}`])] as const
  })
  const taken = personal.filter(
    (of) => found.taken?.includes(of) === true || refusals[`claim:${of}`] !== undefined,
  )
  const claimed = [...Object.keys(refusals)].flatMap((name) => {
    const [, place] = /^identity:(\d+)$/.exec(name) ?? []
    return place === undefined ? [] : [Number(place)]
  })
  return { ...Object.fromEntries(contacts), taken, claimed: [...(found.claimed ?? []), ...claimed] }
}

/** The result that a refusal determines alone. An identity is taken when its claim is known, and refuses all the same. */
function finalResult(refusals: MemberRefusals, { claimed = [] }: Found): ImportResult | undefined {
  if (refusals['member'] !== undefined) return { kind: 'there' }
  if (refusals['claim:login_id'] !== undefined) return { kind: 'login_id_taken' }
  const index = claimed.find((place) => refusals[`identity:${place}`] !== undefined)
  return index === undefined ? undefined : { kind: 'identity_taken', index }
}

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
