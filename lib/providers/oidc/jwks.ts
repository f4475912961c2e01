import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTHeaderParameters } from 'jose'
import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { readJsonResponse } from '../wire/json.ts'

const minute = 60_000
/** How long fetched keys serve without another fetch. */
const freshMs = 10 * minute
/** How long fetched keys serve while the provider does not respond. */
const usableMs = 20 * minute
/** The pause between fetches for unknown keys, and between fetches from a provider that is down. */
const cooldownMs = 30_000
/** A short limit, since a sign-in may wait for the token, then the keys, then the profile. */
const timeoutMs = 1_000

type KeySet = ReturnType<typeof createLocalJWKSet>
type PublicKey = Awaited<ReturnType<KeySet>>

/** The published signing keys of one provider. */
export interface ProviderKeys {
  /** Fetches the keys where necessary, so that `find` does not wait. Never throws. */
  prepare(): Promise<void>
  /**
   * The key named by a token's header. Throws jose's `JWKSNoMatchingKey` or `JWKSMultipleMatchingKeys` when
   * none or several fit, and `ProviderFault('unavailable')` when the provider's keys cannot be fetched.
   */
  find(header: JWTHeaderParameters): Promise<PublicKey>
}

const text = v.exactOptional(v.string())
const jwksSchema = v.object({
  keys: v.array(
    v.object({
      kty: v.string(),
      kid: text,
      use: text,
      alg: text,
      n: text,
      e: text,
      crv: text,
      x: text,
      y: text,
    }),
  ),
})

function toKeySet(raw: unknown): KeySet {
  const parsed = v.safeParse(jwksSchema, raw)
  if (!parsed.success || parsed.output.keys.length === 0) {
    throw new ProviderFault('unavailable', 'the provider published no usable keys')
  }
  return createLocalJWKSet(parsed.output satisfies JSONWebKeySet)
}

/**
 * Caches a provider's keys (RFC 7517), fetched at first use. Takes the URL, the HTTP port and the time in
 * epoch milliseconds.
 *
 * Anyone can send tokens that name unknown keys. Such tokens cause one fetch per 30 seconds at most, shared
 * by all visits meanwhile. The pause counts from the last such token, not from the last fetch, so a newly
 * published key is found at once.
 *
 * jose's `createRemoteJWKSet` does much the same, but loads `fetch`, which adds 30 ms to a cold start.
 */
export function createProviderKeys(
  url: string,
  http: ProviderHttp,
  now: () => number = Date.now,
): ProviderKeys {
  let cached: { readonly set: KeySet; readonly at: number } | undefined
  let loading: Promise<KeySet> | undefined
  let refetch: { readonly keys: Promise<KeySet>; readonly at: number } | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  async function load(): Promise<KeySet> {
    try {
      const response = await http({ method: 'GET', url, headers: { accept: 'application/json' }, timeoutMs })
      if (response.status !== 200)
        throw new ProviderFault('unavailable', `${url} responded with ${response.status}`)
      cached = { set: toKeySet(readJsonResponse(response)), at: now() }
      return cached.set
    } catch (error) {
      failedAt = now()
      throw error
    } finally {
      loading = undefined
    }
  }

  function shared(): Promise<KeySet> {
    loading ??= load()
    return loading
  }

  async function current(): Promise<KeySet> {
    const last = cached
    if (last === undefined || now() - last.at >= usableMs) return shared()
    if (now() - last.at < freshMs || now() - failedAt < cooldownMs) return last.set
    return shared().catch(() => last.set)
  }

  function refetched(): Promise<KeySet> {
    if (refetch === undefined || now() - refetch.at >= cooldownMs) refetch = { keys: shared(), at: now() }
    return refetch.keys
  }

  return {
    async prepare() {
      // The next `find` fetches again and reports the error.
      await current().catch(() => undefined)
    },
    async find(header) {
      const set = await current()
      try {
        return await set(header)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      }
      return (await refetched())(header)
    },
  }
}
