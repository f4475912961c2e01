import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import {
  type ImportAnswer,
  type Importation,
  type Imports,
  personal,
  shareable,
} from '../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { claimRow } from '../rows/claim.ts'
import { sharedMarkRow } from '../rows/member/shared.ts'
import { readRow } from '../rows/row.ts'
import type { Refusal } from '../table/conflicts.ts'
import type { TableAccess } from '../table/table-access.ts'
import { type Found, type FoundValue, importWrites, sharesOf } from './import-writes.ts'

type Refusals = Readonly<Record<string, Refusal | undefined>>

/** Each of the values may turn out to be somebody else's, and another import may be at work. */
const triesAtMost = 12

/** What a refusal tells of one value, beside what was known. */
function learn(known: FoundValue, claim: Refusal | undefined, mark: Refusal | undefined): FoundValue {
  const share = mark === undefined ? known.share : mark.item && readRow(sharedMarkRow, mark.item)
  const held = claim === undefined ? known.claim : claim.item && readRow(claimRow, claim.item)
  return defined({ claim: held, share })
}

/** What is known after a refusal. Who had a value and changed meanwhile is looked at anew. */
function learnAll(found: Found, refusals: Refusals): Found {
  const hasMoved = (id: string | undefined): boolean => refusals[`holder:${id}`] !== undefined
  const learned = shareable.map((of) => {
    const { claim, ...rest } = found[of] ?? {}
    const known = claim === undefined || hasMoved(claim.memberId) ? rest : { ...rest, claim }
    return [of, learn(known, refusals[`claim:${of}`], refusals[`mark:${of}`])] as const
  })
  const taken = personal.filter(
    (of) => found.taken?.includes(of) === true || refusals[`claim:${of}`] !== undefined,
  )
  return { ...Object.fromEntries(learned), taken }
}

/** The answer that a refusal is by itself. */
function finalAnswer({ identities }: Importation, refusals: Refusals): ImportAnswer | undefined {
  if (refusals['member'] !== undefined) return { kind: 'there' }
  const index = identities.findIndex((_, place) => refusals[`identity:${place}`] !== undefined)
  return index < 0 ? undefined : { kind: 'identity_taken', index }
}

/**
 * Imports into a table. The first try expects everything to be the member's own; where somebody else has a value
 * as well, the next one knows.
 */
export const importsIn = (table: TableAccess, hashes: KeyedHashes): Imports => ({
  async add(importation) {
    let found: Found = {}
    for (let tries = 1; tries <= triesAtMost; tries += 1) {
      const result = await table.transact(importWrites(importation, found, hashes))
      if (result.kind === 'written') {
        return { kind: 'imported', shares: sharesOf(importation.member, found) }
      }
      const answer = finalAnswer(importation, result.refusals)
      if (answer !== undefined) return answer
      found = learnAll(found, result.refusals)
    }
    throw new Problem('unavailable')
  },
})
