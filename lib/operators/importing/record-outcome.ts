import type { ImportResult } from '../../flows/ports/store/operators/imports.ts'
import type { Counts } from './progress/checkpoint.ts'
import { costsValue, type Fault } from './reading/record.ts'

/** What became of a record, with the faults that were found. */
export type RecordOutcome = { readonly faults: readonly Fault[]; readonly externalId?: string } & (
  | { readonly kind: 'rejected' }
  | Exclude<ImportResult, { kind: 'identity_taken' | 'login_id_taken' }>
  /** The member was there, and an update renewed it or left it alone. */
  | { readonly kind: 'renewed' | 'left_alone' }
  /** An earlier record of the file has the id. */
  | { readonly kind: 'repeated' }
)

/** The counts with the faults of one more record that was read: all that the warnings file tells. */
function withWarnings(counts: Counts, faults: readonly Fault[]): Counts {
  const warned = counts.warned + (faults.some(costsValue) ? 1 : 0)
  const short = counts.short + (faults.every(costsValue) ? 0 : 1)
  return { ...counts, warned, short }
}

/** The counts with one more record. */
export function counted(before: Counts, outcome: RecordOutcome): Counts {
  if (outcome.kind === 'rejected') return { ...before, rejected: before.rejected + 1 }
  if (outcome.kind === 'repeated')
    return { ...before, there: before.there + 1, repeated: before.repeated + 1 }
  const counts = withWarnings(before, outcome.faults)
  switch (outcome.kind) {
    case 'there':
      return { ...counts, there: counts.there + 1 }
    case 'renewed':
      return { ...counts, there: counts.there + 1, renewed: counts.renewed + 1 }
    case 'left_alone':
      return { ...counts, there: counts.there + 1, leftAlone: counts.leftAlone + 1 }
    case 'imported': {
      const sharing = counts.sharing + (outcome.shares.length > 0 ? 1 : 0)
      return { ...counts, imported: counts.imported + 1, sharing }
    }
    default:
      return outcome satisfies never
  }
}
