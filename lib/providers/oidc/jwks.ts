import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTHeaderParameters } from 'jose'
import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { readJson } from '../wire/json.ts'

const minute = 60_000
/** How long fetched keys are used without asking again. */
const freshMs = 10 * minute
/** How long they go on serving while the provider does not answer. */
const usableMs = 20 * minute
/** How often tokens with unknown keys can make us ask, and how often a provider that is down is asked. */
const cooldownMs = 30_000
/** A sign-in may have to wait for the token, then for the keys, then for the profile. */
const timeoutMs = 1_000

type KeySet = ReturnType<typeof createLocalJWKSet>
type Key = Awaited<ReturnType<KeySet>>

/** The published signing keys of one provider. */
export interface ProviderKeys {
  /** Sees to it that keys are at hand, so that `find` need not wait. Never throws. */
  prepare(): Promise<void>
  /**
   * The key that a token's header names. Throws jose's `JWKSNoMatchingKey` or `JWKSMultipleMatchingKeys`
   * when none or several fit, `ProviderFault('unavailable')` when the provider's keys cannot be had.
   */
  find(header: JWTHeaderParameters): Promise<Key>
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
 * Keeps a provider's keys (RFC 7517), fetched when they are first needed.
 *
 * Anyone can send tokens that name keys nobody has: such a token makes us ask again at most once per 30
 * seconds, and whoever comes meanwhile shares that one answer. The pause counts from the last token of that
 * kind, not from the last fetch, so that a key which the provider began to use a moment ago is found at once.
 *
 * jose's `createRemoteJWKSet` does much the same, but loads `fetch`, which costs a cold start 30 ms.
 */
export function createProviderKeys(
  url: string,
  http: ProviderHttp,
  now: () => number = Date.now,
): ProviderKeys {
  let kept: { readonly set: KeySet; readonly at: number } | undefined
  let underWay: Promise<KeySet> | undefined
  let refetch: { readonly answer: Promise<KeySet>; readonly at: number } | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  async function load(): Promise<KeySet> {
    try {
      const answer = await http({ method: 'GET', url, headers: { accept: 'application/json' }, timeoutMs })
      if (answer.status !== 200) throw new ProviderFault('unavailable', `${url} answered ${answer.status}`)
      kept = { set: toKeySet(readJson(answer)), at: now() }
      return kept.set
    } catch (error) {
      failedAt = now()
      throw error
    } finally {
      underWay = undefined
    }
  }

  function shared(): Promise<KeySet> {
    underWay ??= load()
    return underWay
  }

  async function current(): Promise<KeySet> {
    const last = kept
    if (last === undefined || now() - last.at >= usableMs) return shared()
    if (now() - last.at < freshMs || now() - failedAt < cooldownMs) return last.set
    return shared().catch(() => last.set)
  }

  function refetched(): Promise<KeySet> {
    if (refetch === undefined || now() - refetch.at >= cooldownMs) refetch = { answer: shared(), at: now() }
    return refetch.answer
  }

  return {
    async prepare() {
      // Whoever needs the keys afterwards asks again and hears the error.
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
