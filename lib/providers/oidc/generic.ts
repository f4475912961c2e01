import * as v from 'valibot'
import { parsePhone } from '../../contacts/phone.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Birth, ProviderProfile, Trust } from '../../domain/values/evidence.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { AuthorizationRequest, Disconnection } from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { birthYear, monthDay, plainText } from '../wire/personal-text.ts'
import { createOidcProvider } from './adapter.ts'
import type { FormFields, OidcApp } from './app.ts'
import { flagClaim, standardClaims, standardProfile, textClaim } from './claims.ts'
import { checkIssuer, createDiscovery, type Metadata } from './discovery.ts'
import { authenticatedForm, providerTimeouts } from './requests.ts'
import { eitherToken, endedUnless, isTokenRefusedForGood, readClaims } from './responses.ts'

/** Our app at an OpenID provider of the stage's own choice. */
export interface GenericOidcSettings {
  /** The issuer, as the provider's tokens write it. Its subjects are the identities, so it never changes. */
  readonly issuer: string
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string | undefined
  /** The clients of our mobile apps. */
  readonly otherClientIds?: readonly string[] | undefined
  readonly scopes?: readonly string[] | undefined
  /** How far to trust a value that the provider flags as verified. Without a flag a value proves nothing. */
  readonly trust: { readonly email: Trust; readonly phone: Trust }
}

const claimsSchema = v.object({
  ...standardClaims,
  email_verified: flagClaim,
  nickname: textClaim,
  gender: textClaim,
  birthdate: textClaim,
  phone_number: textClaim,
  phone_number_verified: flagClaim,
})

/** A birth date (OpenID Connect Core, section 5.1): `YYYY-MM-DD`, `YYYY`, or without a year `0000-MM-DD`. */
function birthOf(birthdate: string | undefined): Birth | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)-(\d\d))?$/.exec(birthdate ?? '') ?? []
  const parts = defined({ year: birthYear(year), monthDay: monthDay(`${month}${day}`, 'solar') })
  return Object.keys(parts).length === 0 ? undefined : { ...parts, calendar: 'solar' }
}

/** Maps standard claims to a profile. Pure. A value counts as the stage says, where its flag is exactly `true`. */
export function toTrustedProfile(trust: GenericOidcSettings['trust'], raw: unknown): ProviderProfile {
  const claims = readClaims(claimsSchema, 'OIDC claims', raw)
  const phone = parsePhone(claims.phone_number)
  const trusted = (flag: boolean | undefined, said: Trust): Trust => (flag === true ? said : 'unverified')
  return {
    ...standardProfile('oidc', claims, () => trusted(claims.email_verified, trust.email)),
    ...(phone !== undefined && {
      phone: { value: phone, trust: trusted(claims.phone_number_verified, trust.phone) },
    }),
    ...defined({
      nickname: plainText(claims.nickname),
      gender: claims.gender || undefined,
      birth: birthOf(claims.birthdate),
    }),
  }
}

function screenForm({ interactive, hints = {} }: AuthorizationRequest): FormFields {
  const { prompt, loginHint } = hints
  if (interactive) return { prompt: 'login', max_age: `${lifetimes.oauthRequest}` }
  return defined({ prompt: prompt === 'create' ? undefined : prompt, login_hint: loginHint })
}

const known = ['RS256', 'ES256'] as const
/** The algorithms of a provider that ieum can verify. */
function algorithmsOf({ id_token_signing_alg_values_supported: all = ['RS256'] }: Metadata) {
  const usable = known.filter((algorithm) => all.includes(algorithm))
  if (usable.length > 0) return usable
  throw new ProviderFault('unavailable', 'the provider signs neither with RS256 nor with ES256')
}

/** Without a list a provider takes the secret in a header (Discovery, section 3). */
const sendsSecretInForm = ({ token_endpoint_auth_methods_supported: methods = [] }: Metadata): boolean =>
  methods.includes('client_secret_post')

function toOidcApp(settings: GenericOidcSettings, metadata: Metadata): OidcApp {
  const { clientId, clientSecret, otherClientIds = [], scopes = ['profile', 'email'], trust } = settings
  return {
    id: 'oidc',
    name: 'OIDC',
    clientId,
    clientSecret: () => clientSecret,
    ...(!sendsSecretInForm(metadata) && { secretIn: 'header' }),
    at: {
      authorize: metadata.authorization_endpoint,
      token: metadata.token_endpoint,
      keys: metadata.jwks_uri,
      userinfo: metadata.userinfo_endpoint,
    },
    issuers: [metadata.issuer],
    sendsIssuer: metadata.authorization_response_iss_parameter_supported === true,
    audiences: [clientId, ...otherClientIds],
    algorithms: algorithmsOf(metadata),
    authorizationParams: (request) => ({
      scope: [...new Set(['openid', ...scopes])].join(' '),
      ...screenForm(request),
    }),
    readProfile(claims) {
      const profile = toTrustedProfile(trust, claims)
      return { profile, whole: profile.email !== undefined && profile.name !== undefined }
    },
    tokenToStore: eitherToken,
  }
}

/** Our app at the provider as its metadata describes it now. */
interface Discovered {
  readonly metadata: Metadata
  readonly app: OidcApp
  readonly provider: ReturnType<typeof createOidcProvider>
}

/**
 * Ends a connection by revocation (RFC 7009), where the provider has it. Such a provider answers 200 for a token that it
 * no longer knows too.
 */
const disconnection = (discover: () => Promise<Discovered>, http: ProviderHttp): Disconnection => ({
  needs: 'stored_token',
  async disconnect(_, stored) {
    const { app, metadata } = await discover()
    if (stored === undefined || metadata.revocation_endpoint === undefined) return 'not_revocable'
    const form = { token: stored.token, token_type_hint: `${stored.kind}_token` }
    const response = await http(
      await authenticatedForm(app, metadata.revocation_endpoint, form, providerTimeouts.disconnection),
    )
    if (response.status === 200) return endedUnless(stored)
    if (isTokenRefusedForGood(response)) return 'not_revocable'
    throw new ProviderFault('unavailable', `OIDC revocation responded with ${response.status}`)
  },
})

/**
 * Any OpenID provider by its issuer (OpenID Connect Core 1.0, Discovery 1.0). Takes the settings of our app there and the
 * HTTP port, gives the adapter. Throws an `Error` at once for invalid settings; its methods throw `ProviderFault` alone.
 * `prepare` fetches the metadata that `authorizationUrl` needs.
 */
export function createGenericOidc(settings: GenericOidcSettings, http: ProviderHttp): ConfiguredProvider {
  const { issuer, clientId, clientSecret } = settings
  if (clientId === '' || clientSecret === '')
    throw new Error('OIDC clientId and clientSecret must not be empty')
  const fetchMetadata = createDiscovery(checkIssuer('OIDC issuer', issuer), http)
  let current: Discovered | undefined

  async function discover(): Promise<Discovered> {
    const metadata = await fetchMetadata()
    if (current?.metadata !== metadata) {
      const app = toOidcApp(settings, metadata)
      current = { metadata, app, provider: createOidcProvider(app, http) }
    }
    return current
  }
  const found = async () => (await discover()).provider

  return {
    id: 'oidc',
    async warm() {
      await found().then(
        (provider) => provider.warm(),
        () => undefined,
      )
    },
    async prepare() {
      await discover()
    },
    authorizationUrl(request) {
      if (current === undefined) throw new ProviderFault('unavailable', 'the provider was not discovered')
      return current.provider.authorizationUrl(request)
    },
    checkIssuer: async (named) => (await found()).checkIssuer(named),
    redeemCode: async (grant) => (await found()).redeemCode(grant),
    fetchProfile: async (providerLogin) => (await found()).fetchProfile(providerLogin),
    idTokens: {
      read: async (idToken, nonce, more) => (await found()).idTokens.read(idToken, nonce, more),
    },
    disconnection: disconnection(discover, http),
  }
}
