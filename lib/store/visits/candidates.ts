import type { Evidence } from '../../domain/values/evidence.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Shareable } from '../../flows/ports/store/operators/imports.ts'
import type { Candidates, KnownCandidate } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { claimRow } from '../rows/claim.ts'
import { candidateRow } from '../rows/member/member.ts'
import { nameHash, nameRow, nameTexts } from '../rows/member/name.ts'
import { sharedHash, sharedMarkRow, sharedRow } from '../rows/member/shared.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { keys, type NameIndex, namePartition, sharedPartition } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** How members are found by name: with which hashes, and by which indexes the stage wants them found. */
export interface NameSearch {
  readonly hashes: KeyedHashes
  readonly indexes: readonly NameIndex[]
}

/** Members of one name that are looked at; a name that is more common than this says little. */
const namesakesAtMost = 20

/** Members who share one value that are looked at. */
const sharersAtMost = 20

const claimAttributes = [
  ...new Set(['kind', ...Object.keys(claimRow.schema.entries), ...Object.keys(sharedMarkRow.schema.entries)]),
]
const candidateAttributes = ['kind', ...Object.keys(candidateRow.schema.entries)]

interface Contact {
  readonly of: Shareable
  readonly value: string
  readonly hash: string
}

function contactsOf({ email, phone }: Evidence, hashes: KeyedHashes): readonly Contact[] {
  const contact = (of: Shareable, value: string) => ({ of, value, hash: sharedHash(hashes, of, value) })
  return [
    ...(email === undefined ? [] : [contact('email', email.value)]),
    ...(phone === undefined ? [] : [contact('phone', phone.value)]),
  ]
}

/**
 * Who has claimed a value of the evidence, and who shares one. Claims and the marks of what is shared are one
 * batch; only where something is shared is there a query more.
 */
async function claimants(
  table: TableAccess,
  hashes: KeyedHashes,
  evidence: Evidence,
): Promise<readonly MemberId[]> {
  const contacts = contactsOf(evidence, hashes)
  const wanted = [
    ...contacts.flatMap(({ of, value, hash }) => [keys.claim(of, value), keys.sharedMark(of, hash)]),
    ...(evidence.ci === undefined ? [] : [keys.claim('ci', evidence.ci)]),
  ]
  const found = await table.getAll(wanted, claimAttributes)
  const claims = found.filter((item) => kindOf(item) === claimRow.kind)
  const marks = found.filter((item) => kindOf(item) === sharedMarkRow.kind)
  const shared = marks.map((item) => readRow(sharedMarkRow, item).of)
  const entries = await Promise.all(
    contacts
      .filter(({ of }) => shared.includes(of))
      .map(({ of, hash }) => table.first(sharedPartition(of, hash), sharersAtMost)),
  )
  return [
    ...claims.map((item) => readRow(claimRow, item).memberId),
    ...entries
      .flat()
      .filter((item) => kindOf(item) === sharedRow.kind)
      .map((item) => readRow(sharedRow, item).memberId),
  ]
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
    const found = await Promise.all([
      claimants(table, names.hashes, evidence),
      namesakes(table, names, evidence),
    ])
    const ids = new Set(found.flat())
    const members = await table.getAll([...ids].map(keys.member), candidateAttributes)
    return members.map((item) => asOf(now, readRow(candidateRow, item)))
  },
})
