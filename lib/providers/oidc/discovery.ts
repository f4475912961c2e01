import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { readAs } from '../wire/read-response.ts'
import { isSafeTransport } from '../wire/transport.ts'
import { jsonHeaders } from './requests.ts'

const second = 1_000
const hour = 3_600 * second
/** How long metadata serves without another fetch. */
const freshMs = hour
/** How long it serves while the provider does not respond. */
const usableMs = 24 * hour
/** The pause after a failed fetch. */
const retryMs = second
/** A short limit: `/login` waits for nothing else. */
const timeoutMs = 1_500

const list = v.optional(v.array(v.string()))
/** The parts of a provider's metadata that ieum reads (OpenID Connect Discovery 1.0, section 3; RFC 8414; RFC 9207). */
const metadataSchema = v.object({
  issuer: v.string(),
  authorization_endpoint: v.string(),
  token_endpoint: v.string(),
  jwks_uri: v.string(),
  userinfo_endpoint: v.optional(v.string()),
  revocation_endpoint: v.optional(v.string()),
  id_token_signing_alg_values_supported: list,
  token_endpoint_auth_methods_supported: list,
  authorization_response_iss_parameter_supported: v.optional(v.boolean()),
})

/** What a provider says about itself. */
export type Metadata = v.InferOutput<typeof metadataSchema>

/**
 * Checks an issuer: https (or loopback), without query and fragment. A slash at the end belongs to it. Takes the name
 * of the setting and the value, gives the value. Throws an `Error` that names the setting, at start.
 */
export function checkIssuer(setting: string, value: string): string {
  const url = URL.parse(value)
  if (url !== null && isSafeTransport(url) && !/[?#]/.test(value)) return value
  throw new Error(`${setting} must be an https address without a query (got ${value})`)
}

/** Whether secrets may go to an address: https, and plain http only where the issuer itself is on this machine. */
function isSafeFor(issuer: string, address: string | undefined): boolean {
  if (address === undefined) return true
  const url = URL.parse(address)
  return url !== null && (url.protocol === 'https:' || (issuer.startsWith('http:') && isSafeTransport(url)))
}

/**
 * Mallory publishes metadata that names a known issuer and her own token endpoint, or names an endpoint inside our own
 * machine. Metadata counts only from the issuer that it names, letter by letter (Discovery, section 4.3), and leads
 * only to https.
 */
function checked(issuer: string, metadata: Metadata): Metadata {
  if (metadata.issuer !== issuer) {
    throw new ProviderFault('unavailable', 'the metadata names another issuer')
  }
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint, revocation_endpoint } =
    metadata
  const addresses = [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint, revocation_endpoint]
  if (addresses.every((address) => isSafeFor(issuer, address))) return metadata
  throw new ProviderFault('unavailable', 'the metadata names an endpoint that is not https')
}

/** The address of the metadata (Discovery, section 4.1). */
const addressOf = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`

/**
 * Fetches a provider's metadata, and keeps it for an hour. While the provider does not respond, it serves for a day, and
 * a failed fetch is tried again after a second, by one visit for all. Takes the issuer, the HTTP port and the time in
 * epoch milliseconds. The result throws `ProviderFault('unavailable')`.
 */
export function createDiscovery(
  issuer: string,
  http: ProviderHttp,
  now: () => number = Date.now,
): () => Promise<Metadata> {
  let cached: { readonly metadata: Metadata; readonly at: number } | undefined
  let failed: { readonly error: unknown; readonly at: number } | undefined
  let loading: Promise<Metadata> | undefined

  async function load(): Promise<Metadata> {
    try {
      const response = await http({ method: 'GET', url: addressOf(issuer), headers: jsonHeaders, timeoutMs })
      if (response.status !== 200) {
        throw new ProviderFault('unavailable', `the metadata responded with ${response.status}`)
      }
      const metadata = checked(issuer, readAs(metadataSchema, 'the metadata', response))
      cached = { metadata, at: now() }
      return metadata
    } catch (error) {
      failed = { error, at: now() }
      throw error
    } finally {
      loading = undefined
    }
  }

  function usable(error: unknown): Metadata {
    if (cached === undefined || now() - cached.at >= usableMs) throw error
    return cached.metadata
  }

  return async () => {
    if (cached !== undefined && now() - cached.at < freshMs) return cached.metadata
    if (failed !== undefined && now() - failed.at < retryMs) return usable(failed.error)
    loading ??= load()
    return loading.catch(usable)
  }
}
