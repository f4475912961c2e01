import type { ProviderId } from '../domain/values/identity.ts'
import type { ProvidersSettings } from '../providers/registry.ts'
import type { Stage } from './schema/stage-schema.ts'
import { optional, required, type Variables } from './variables.ts'

type Told = Stage['providers']
type Reader<Id extends ProviderId> = (
  told: NonNullable<Told[Id]>,
  credentials: Variables,
) => NonNullable<ProvidersSettings[Id]>

const kakao: Reader<'kakao'> = ({ authOrigin, apiOrigin, scopes, serviceTerms, ...told }, credentials) => ({
  ...told,
  adminKey: required(credentials, 'KAKAO_ADMIN_KEY'),
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
  origin: origin ?? undefined,
  apiOrigin: apiOrigin ?? undefined,
})

/**
 * The providers that a stage offers, with the credentials of its secret. Throws `ConfigurationError` that names a
 * credential which is missing, and shows none.
 */
export const readProviders = (told: Told, credentials: Variables): ProvidersSettings =>
  ({
    kakao: told.kakao === null ? undefined : kakao(told.kakao, credentials),
    naver: told.naver === null ? undefined : naver(told.naver, credentials),
    google: told.google === null ? undefined : google(told.google, credentials),
    github: told.github === null ? undefined : github(told.github, credentials),
  }) satisfies Record<ProviderId, unknown>
