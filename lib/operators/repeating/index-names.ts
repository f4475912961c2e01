import type { PartialItem } from '../../domain/visit/match-policy.ts'
import type { NameEntries } from '../../flows/ports/store/operators/name-entries.ts'
import type { Exports } from '../../flows/ports/store/operators/operations.ts'
import { conflict, retryOnConflict } from '../../flows/visit/decide-and-act.ts'

/** What indexing names reaches, and what the policy considers. */
export interface NameIndexing {
  readonly entries: NameEntries
  readonly exports: Pick<Exports, 'pages'>
  readonly consider: readonly PartialItem[]
}

/** How many members stand in the index now. */
export interface NamesIndexed {
  readonly indexed: number
  /** Members without a name, or without the birth date that the policy considers with it. */
  readonly nameless: number
}

/**
 * Lists every member in the index that the policy reads: a sign-up writes only the index of the policy of that day. Safe to
 * repeat. Throws an `Error` for a policy that considers no names, and `unavailable` as the table does.
 */
export async function indexNames({ entries, exports, consider }: NameIndexing): Promise<NamesIndexed> {
  const index = (['name', 'name+birth'] as const).find((one) => consider.includes(one))
  if (index === undefined) throw new Error('The policy considers no names, so nothing would read the index')
  let sum: NamesIndexed = { indexed: 0, nameless: 0 }
  for await (const page of exports.pages()) {
    for (const id of page) {
      const result = await retryOnConflict(async () => {
        const added = await entries.add(id, index)
        return added === 'conflict' ? conflict : added
      })
      sum = result === 'added' ? { ...sum, indexed: sum.indexed + 1 } : { ...sum, nameless: sum.nameless + 1 }
    }
  }
  return sum
}
