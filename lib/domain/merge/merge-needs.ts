import type { MergeBasis } from './merge.ts'

/**
 * What a merge still needs beside a fresh sign-in of the asked member. `consent`: the other account's provider has just
 * signed the person in (row 16). `proof`: a check says who the person is, but not that the person holds the other
 * account, so the person signs in there too (row 21).
 */
export type MergeNeeds = 'consent' | 'proof'

/** What a merge on this basis still needs. */
export function mergeNeeds({ kind }: MergeBasis): MergeNeeds {
  switch (kind) {
    case 'identity':
      return 'consent'
    case 'identity_check':
      return 'proof'
    default:
      return kind satisfies never
  }
}
