import type { Identity } from '../../../domain/values/identity.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import { type Change, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'

/** A change of a claim that also keeps what a visit leaves for disconnecting. */
export function withStoredToken(change: Change, storedToken: StoredProviderToken | undefined): Change {
  if (storedToken === undefined) return change
  const kept = { kept: storedToken.sealed }
  return storedToken.durable ? { ...change, set: { ...change.set, ...kept } } : { ...change, setAbsent: kept }
}

/**
 * What a later visit of a linked identity leaves as well; undefined when that is nothing that lasts, so that such a
 * visit costs no write.
 */
export const storedTokenClaimWrite = (
  identity: Identity,
  storedToken: StoredProviderToken | undefined,
): UpdateWrite | undefined =>
  storedToken?.durable
    ? updateWhen(keys.identityClaim(identity), withStoredToken({}, storedToken), {
        text: '#state IN (:linked, :cut, :disconnecting)',
        values: { linked: 'linked', cut: 'unlinked_by_provider', disconnecting: 'disconnecting' },
      })
    : undefined

/** Keeps another token for ending an identity, as `keeps` does. */
export const replacedTokenWrite = (identity: Identity, storedToken: StoredProviderToken): UpdateWrite =>
  updateWhen(keys.identityClaim(identity), withStoredToken({}, storedToken), {
    text: '#state = :disconnecting',
    values: { disconnecting: 'disconnecting' },
  })
