import type { Evidence } from '../domain/evidence.ts'
import type { Candidate } from '../domain/facts.ts'
import type { Candidates } from '../flows/ports/store.ts'
import { claimRow } from './rows/claim.ts'
import { candidateRow } from './rows/member.ts'
import { readRow } from './rows/row.ts'
import { type Key, keys } from './schema.ts'
import type { TableAccess } from './table-access.ts'

const claimAttributes = ['kind', ...Object.keys(claimRow.schema.entries)]
const candidateAttributes = ['kind', ...Object.keys(candidateRow.schema.entries)]

function claimKeys({ email, phone, ci }: Evidence): readonly Key[] {
  return [
    ...(email === undefined ? [] : [keys.claim('email', email.value)]),
    ...(phone === undefined ? [] : [keys.claim('phone', phone.value)]),
    ...(ci === undefined ? [] : [keys.claim('ci', ci)]),
  ]
}

/** A candidate without the dates that are over. */
function asOf(now: Date, { restorableUntil, rejoinFrom, ...rest }: Candidate): Candidate {
  return {
    ...rest,
    ...(restorableUntil !== undefined && restorableUntil > now && { restorableUntil }),
    ...(rejoinFrom !== undefined && rejoinFrom > now && { rejoinFrom }),
  }
}

/** Looks for members in a table, by the values that lead to one; asks nothing when there is nothing to ask. */
export const candidatesIn = (table: TableAccess): Candidates => ({
  async find(evidence, now) {
    const claims = await table.getAll(claimKeys(evidence), claimAttributes)
    const ids = new Set(claims.map((item) => readRow(claimRow, item).memberId))
    const members = await table.getAll([...ids].map(keys.member), candidateAttributes)
    return members.map((item) => asOf(now, readRow(candidateRow, item)))
  },
})
