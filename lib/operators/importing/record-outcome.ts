import type { ImportResult } from '../../flows/ports/store/operators/imports.ts'
import type { Counts } from './checkpoint.ts'
import { costsValue, type Fault } from './reading/record.ts'

/** What became of a record, with the faults that were found. */
export type RecordOutcome = { readonly faults: readonly Fault[]; readonly externalId?: string } & (
  | { readonly kind: 'rejected' }
  | Exclude<ImportResult, { kind: 'identity_taken' | 'login_id_taken' }>
  /** The member was there, and an update renewed it or left it alone. */
  | { readonly kind: 'renewed' | 'left_alone' }
)

/** The counts with one more record. */
export function counted(counts: Counts, outcome: RecordOutcome): Counts {
  switch (outcome.kind) {
    case 'rejected':
      return { ...counts, rejected: counts.rejected + 1 }
    case 'there':
      return { ...counts, there: counts.there + 1 }
    case 'renewed':
      return { ...counts, there: counts.there + 1, renewed: counts.renewed + 1 }
    case 'left_alone':
      return { ...counts, there: counts.there + 1, leftAlone: counts.leftAlone + 1 }
    case 'imported': {
      const sharing = counts.sharing + (outcome.shares.length > 0 ? 1 : 0)
      const warned = counts.warned + (outcome.faults.some(costsValue) ? 1 : 0)
      const short = counts.short + (outcome.faults.every(costsValue) ? 0 : 1)
      return { ...counts, imported: counts.imported + 1, sharing, warned, short }
    }
    default:
      return outcome satisfies never
  }
}
