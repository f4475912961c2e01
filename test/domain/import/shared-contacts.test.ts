import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contests,
  type FoundClaim,
  type FoundShare,
  placeOf,
} from '../../../lib/domain/import/shared-contacts.ts'
import { runs } from '../../support/runs.ts'

/** A value in a file, and the members who have the value. */
interface Table {
  claim?: FoundClaim & { readonly owner: number }
  share?: FoundShare
  readonly sharers: Set<number>
}

/**
 * The owners in the table after these imported members arrive in this order. `true` means verified in the old system.
 */
function tableAfter(arrivals: readonly (readonly [owner: number, verified: boolean])[], table: Table): Table {
  for (const [owner, verified] of arrivals) {
    const placement = placeOf(verified, table.claim, table.share)
    const before = table.claim
    if (placement === 'takes' || placement === 'dissolves') {
      if (before !== undefined) table.sharers.add(before.owner)
      delete table.claim
    }
    if (placement === 'claims' || placement === 'takes') table.claim = { owner, verified, imported: true }
    else table.sharers.add(owner)
    if (placement !== 'claims') {
      table.share = { contested: contests(verified, placement) || table.share?.contested === true }
    }
  }
  return table
}

const ending = ({ claim, sharers }: Table) => ({ owner: claim?.owner, sharers: [...sharers].sort() })
const arrivals = fc.uniqueArray(fc.tuple(fc.nat(20), fc.boolean()), {
  maxLength: 6,
  selector: ([who]) => who,
})

describe('a value that imported members share', () => {
  it('belongs to the only member who verified the value, else to the only member who has the value, else to nobody', () => {
    fc.assert(
      fc.property(arrivals, (members) => {
        const verified = members.filter(([, isVerified]) => isVerified)
        const few = verified.length > 0 ? verified : members
        const owner = few.length === 1 ? few[0]?.[0] : undefined
        const others = members.flatMap(([who]) => (who === owner ? [] : [who]))
        expect(ending(tableAfter(members, { sharers: new Set() }))).toEqual({ owner, sharers: others.sort() })
      }),
      { numRuns: runs(2_000) },
    )
  })

  it('has the same owner in any order of import', () => {
    const shuffled = arrivals.chain((members) =>
      fc.tuple(
        fc.constant(members),
        fc.shuffledSubarray(members, { minLength: members.length, maxLength: members.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(ending(tableAfter(one, { sharers: new Set() }))).toEqual(
          ending(tableAfter(other, { sharers: new Set() })),
        )
      }),
      { numRuns: runs(2_000) },
    )
  })

  it('stays with the member who proved the value here, whoever is imported later', () => {
    fc.assert(
      fc.property(arrivals, (members) => {
        const claim = { owner: 99, verified: true, imported: false }
        expect(ending(tableAfter(members, { claim, sharers: new Set() })).owner).toBe(99)
      }),
      { numRuns: runs(2_000) },
    )
  })
})
