import type { Identity } from '../../../domain/values/identity.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import { type Change, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { isIn } from './claim-state.ts'

/**
 * Adds the sealed provider token of a visit to a change of a claim. A token that is not durable never
 * replaces a stored one.
 */
export function withStoredToken(change: Change, storedToken: StoredProviderToken | undefined): Change {
  if (storedToken === undefined) return change
  const kept = { kept: storedToken.sealed }
  return storedToken.durable ? { ...change, set: { ...change.set, ...kept } } : { ...change, setAbsent: kept }
}

/**
 * Stores the provider token of a later visit with a linked identity. Undefined for a token that is not
 * durable, which saves the write.
 */
export const storedTokenClaimWrite = (
  identity: Identity,
  storedToken: StoredProviderToken | undefined,
): UpdateWrite | undefined =>
  storedToken?.durable
    ? updateWhen(
        keys.identityClaim(identity),
        withStoredToken({}, storedToken),
        isIn('linked', 'unlinked_by_provider', 'disconnecting'),
      )
    : undefined

/** Replaces the stored provider token of an identity that is being disconnected. */
export const replacedTokenWrite = (identity: Identity, storedToken: StoredProviderToken): UpdateWrite =>
  updateWhen(keys.identityClaim(identity), withStoredToken({}, storedToken), {
    text: '#state = :disconnecting',
    values: { disconnecting: 'disconnecting' },
  })
