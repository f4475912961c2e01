import { isSafeOrigin } from '../domain/values/client.ts'
import { defined } from '../domain/values/defined.ts'
import type { ProviderId } from '../domain/values/identity.ts'
import type { GithubSettings } from '../providers/github/settings.ts'
import type { GoogleSettings } from '../providers/google/settings.ts'
import type { KakaoSettings } from '../providers/kakao/settings.ts'
import type { NaverSettings } from '../providers/naver/settings.ts'
import type { ProvidersSettings } from '../providers/registry.ts'
import { ConfigurationError, optional, origin, required, type Variables } from './stage.ts'

/**
 * The providers that a stage has configured: one without a client id is simply not offered.
 * Throws `ConfigurationError` for one that is configured by halves.
 */
export function readProviders(variables: Variables): ProvidersSettings {
  const offered = <Settings>(clientId: string, read: (variables: Variables) => Settings) =>
    optional(variables, clientId) === undefined ? undefined : read(variables)
  return {
    kakao: offered('KAKAO_CLIENT_ID', readKakao),
    naver: offered('NAVER_CLIENT_ID', readNaver),
    google: offered('GOOGLE_CLIENT_ID', readGoogle),
    github: offered('GITHUB_CLIENT_ID', readGithub),
  } satisfies Record<ProviderId, unknown>
}

const words = (text: string | undefined): readonly string[] | undefined =>
  text?.split(/[\s,]+/).filter((word) => word !== '')

function readKakao(variables: Variables): KakaoSettings {
  const clientSecret = optional(variables, 'KAKAO_CLIENT_SECRET')
  const nativeKey = optional(variables, 'KAKAO_NATIVE_KEY')
  const authOrigin = origin(variables, 'KAKAO_AUTH_ORIGIN')
  const apiOrigin = origin(variables, 'KAKAO_API_ORIGIN')
  const scopes = words(optional(variables, 'KAKAO_SCOPES'))
  const serviceTerms = words(optional(variables, 'KAKAO_SERVICE_TERMS'))
  return {
    clientId: required(variables, 'KAKAO_CLIENT_ID'),
    adminKey: required(variables, 'KAKAO_ADMIN_KEY'),
    appId: required(variables, 'KAKAO_APP_ID'),
    ...defined({ clientSecret, nativeKey, authOrigin, apiOrigin, scopes, serviceTerms }),
  }
}

function readNaver(variables: Variables): NaverSettings {
  const previousClientSecret = optional(variables, 'NAVER_PREVIOUS_CLIENT_SECRET')
  const authOrigin = origin(variables, 'NAVER_AUTH_ORIGIN')
  const apiOrigin = origin(variables, 'NAVER_API_ORIGIN')
  return {
    clientId: required(variables, 'NAVER_CLIENT_ID'),
    clientSecret: required(variables, 'NAVER_CLIENT_SECRET'),
    ...defined({ previousClientSecret, authOrigin, apiOrigin }),
  }
}

/** An address such as `https://github.example.com/api/v3`: https, or http on loopback. Throws `ConfigurationError`. */
function address(variables: Variables, name: string): string | undefined {
  const text = optional(variables, name)
  if (text === undefined) return undefined
  const url = URL.parse(text)
  const isPlain = url !== null && url.search === '' && url.hash === '' && !text.endsWith('/')
  if (!isPlain || !isSafeOrigin(url)) {
    throw new ConfigurationError(name, 'must be an https address without a slash at its end')
  }
  return text
}

function readGoogle(variables: Variables): GoogleSettings {
  const otherClientIds = words(optional(variables, 'GOOGLE_OTHER_CLIENT_IDS'))
  const issuer = address(variables, 'GOOGLE_ISSUER')
  return {
    clientId: required(variables, 'GOOGLE_CLIENT_ID'),
    clientSecret: required(variables, 'GOOGLE_CLIENT_SECRET'),
    ...defined({ otherClientIds, issuer }),
  }
}

function readGithub(variables: Variables): GithubSettings {
  const siteOrigin = address(variables, 'GITHUB_ORIGIN')
  const apiOrigin = address(variables, 'GITHUB_API_ORIGIN')
  return {
    clientId: required(variables, 'GITHUB_CLIENT_ID'),
    clientSecret: required(variables, 'GITHUB_CLIENT_SECRET'),
    ...defined({ origin: siteOrigin, apiOrigin }),
  }
}
