import type { Identity } from '../../../domain/values/identity.ts'
import type { Keeping } from '../../../domain/visit/provider-token.ts'
import { type Change, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'

/** A change of a claim that also keeps what a visit leaves for disconnecting. */
export function keeps(change: Change, keeping: Keeping | undefined): Change {
  if (keeping === undefined) return change
  const kept = { kept: keeping.sealed }
  return keeping.lasts ? { ...change, set: { ...change.set, ...kept } } : { ...change, setAbsent: kept }
}

/**
 * What a later visit of a linked identity leaves as well; undefined when that is nothing that lasts, so that such a
 * visit costs no write.
 */
export const keptClaimWrite = (identity: Identity, keeping: Keeping | undefined): UpdateWrite | undefined =>
  keeping?.lasts
    ? updateWhen(keys.identityClaim(identity), keeps({}, keeping), {
        text: '#state IN (:linked, :cut, :disconnecting)',
        values: { linked: 'linked', cut: 'cut', disconnecting: 'disconnecting' },
      })
    : undefined

/** Keeps another token for ending an identity, as `keeps` does. */
export const keptAnotherWrite = (identity: Identity, keeping: Keeping): UpdateWrite =>
  updateWhen(keys.identityClaim(identity), keeps({}, keeping), {
    text: '#state = :disconnecting',
    values: { disconnecting: 'disconnecting' },
  })
