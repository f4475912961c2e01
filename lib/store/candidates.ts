import type { Evidence } from '../domain/evidence.ts'
import type { MemberId } from '../domain/ids.ts'
import type { Candidates, KnownCandidate } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { claimRow } from './rows/claim.ts'
import { candidateRow } from './rows/member.ts'
import { nameHash, nameRow, nameTexts } from './rows/name.ts'
import { readRow } from './rows/row.ts'
import { type Key, keys, type NameIndex, namePartition } from './schema.ts'
import type { TableAccess } from './table-access.ts'

/** How members are found by name: with which hashes, and by which indexes the stage wants them found. */
export interface NameSearch {
  readonly hashes: KeyedHashes
  readonly indexes: readonly NameIndex[]
}

/** Members of one name that are looked at; a name that is more common than this says little. */
const namesakesAtMost = 20

const claimAttributes = ['kind', ...Object.keys(claimRow.schema.entries)]
const candidateAttributes = ['kind', ...Object.keys(candidateRow.schema.entries)]

function claimKeys({ email, phone, ci }: Evidence): readonly Key[] {
  return [
    ...(email === undefined ? [] : [keys.claim('email', email.value)]),
    ...(phone === undefined ? [] : [keys.claim('phone', phone.value)]),
    ...(ci === undefined ? [] : [keys.claim('ci', ci)]),
  ]
}

/** Who has claimed a value of the evidence. */
async function claimants(table: TableAccess, evidence: Evidence): Promise<readonly MemberId[]> {
  const claims = await table.getAll(claimKeys(evidence), claimAttributes)
  return claims.map((item) => readRow(claimRow, item).memberId)
}

/** Who has the name. Whoever is found by name alone serves as well where the birth date counts: one query. */
async function namesakes(
  table: TableAccess,
  { hashes, indexes }: NameSearch,
  evidence: Evidence,
): Promise<readonly MemberId[]> {
  const index = indexes.includes('name') ? 'name' : indexes[0]
  const text = index === undefined ? undefined : nameTexts(evidence)[index]
  if (index === undefined || text === undefined) return []
  const entries = await table.first(namePartition(index, nameHash(hashes, index, text)), namesakesAtMost)
  return entries.map((item) => readRow(nameRow, item).memberId)
}

/** A candidate without the dates that are over. */
function asOf(now: Date, { restorableUntil, rejoinFrom, ...rest }: KnownCandidate): KnownCandidate {
  return {
    ...rest,
    ...(restorableUntil !== undefined && restorableUntil > now && { restorableUntil }),
    ...(rejoinFrom !== undefined && rejoinFrom > now && { rejoinFrom }),
  }
}

/** Looks for members in a table, by the values that lead to one; asks nothing when there is nothing to ask. */
export const candidatesIn = (table: TableAccess, names: NameSearch): Candidates => ({
  async find(evidence, now) {
    const found = await Promise.all([claimants(table, evidence), namesakes(table, names, evidence)])
    const ids = new Set(found.flat())
    const members = await table.getAll([...ids].map(keys.member), candidateAttributes)
    return members.map((item) => asOf(now, readRow(candidateRow, item)))
  },
})
