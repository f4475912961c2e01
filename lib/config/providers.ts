import type { ProviderId } from '../domain/values/identity.ts'
import type { ProvidersSettings } from '../providers/registry.ts'
import type { Stage } from './schema/stage-schema.ts'
import { optional, required, type Variables } from './variables.ts'

type StageProviders = Stage['providers']
type Reader<Id extends ProviderId> = (
  providers: NonNullable<StageProviders[Id]>,
  credentials: Variables,
) => NonNullable<ProvidersSettings[Id]>

const kakao: Reader<'kakao'> = (
  { authOrigin, apiOrigin, scopes, serviceTerms, ...providers },
  credentials,
) => ({
  ...providers,
  adminKey: required(credentials, 'KAKAO_ADMIN_KEY'),
  previousAdminKey: optional(credentials, 'KAKAO_PREVIOUS_ADMIN_KEY'),
  clientSecret: optional(credentials, 'KAKAO_CLIENT_SECRET'),
  authOrigin: authOrigin ?? undefined,
  apiOrigin: apiOrigin ?? undefined,
  scopes: scopes ?? undefined,
  serviceTerms: serviceTerms ?? undefined,
})

const naver: Reader<'naver'> = ({ clientId, authOrigin, apiOrigin }, credentials) => ({
  clientId,
  clientSecret: required(credentials, 'NAVER_CLIENT_SECRET'),
  previousClientSecret: optional(credentials, 'NAVER_PREVIOUS_CLIENT_SECRET'),
  authOrigin: authOrigin ?? undefined,
  apiOrigin: apiOrigin ?? undefined,
})

const google: Reader<'google'> = ({ clientId, otherClientIds, issuer }, credentials) => ({
  clientId,
  clientSecret: required(credentials, 'GOOGLE_CLIENT_SECRET'),
  otherClientIds,
  issuer: issuer ?? undefined,
})

const github: Reader<'github'> = ({ clientId, origin, apiOrigin }, credentials) => ({
  clientId,
  clientSecret: required(credentials, 'GITHUB_CLIENT_SECRET'),
  webhookSecret: optional(credentials, 'GITHUB_WEBHOOK_SECRET'),
  previousWebhookSecret: optional(credentials, 'GITHUB_PREVIOUS_WEBHOOK_SECRET'),
  origin: origin ?? undefined,
  apiOrigin: apiOrigin ?? undefined,
})

const apple: Reader<'apple'> = ({ privateKey, scopes, issuer, ...rest }, credentials) => ({
  ...rest,
  privateKey: required(credentials, privateKey),
  scopes: scopes ?? undefined,
  issuer: issuer ?? undefined,
})

const line: Reader<'line'> = ({ clientId, scopes, botPrompt, authOrigin, apiOrigin }, credentials) => ({
  clientId,
  clientSecret: required(credentials, 'LINE_CLIENT_SECRET'),
  scopes: scopes ?? undefined,
  botPrompt: botPrompt ?? undefined,
  authOrigin: authOrigin ?? undefined,
  apiOrigin: apiOrigin ?? undefined,
})

const oidc: Reader<'oidc'> = ({ issuer, clientId, otherClientIds, scopes, trust }, credentials) => ({
  issuer,
  clientId,
  clientSecret: optional(credentials, 'OIDC_CLIENT_SECRET'),
  otherClientIds,
  scopes: scopes ?? undefined,
  trust,
})

/**
 * The settings of the providers that a stage offers, with the secret's credentials. Throws
 * `ConfigurationError` that names a missing credential and shows none.
 */
export const readProviders = (providers: StageProviders, credentials: Variables): ProvidersSettings =>
  ({
    kakao: providers.kakao === null ? undefined : kakao(providers.kakao, credentials),
    naver: providers.naver === null ? undefined : naver(providers.naver, credentials),
    google: providers.google === null ? undefined : google(providers.google, credentials),
    github: providers.github === null ? undefined : github(providers.github, credentials),
    apple: providers.apple === null ? undefined : apple(providers.apple, credentials),
    line: providers.line === null ? undefined : line(providers.line, credentials),
    oidc: providers.oidc === null ? undefined : oidc(providers.oidc, credentials),
  }) satisfies Record<ProviderId, unknown>
