import type { CiHash } from '../domain/values/evidence.ts'
import { type ProviderId, providerIds } from '../domain/values/identity.ts'
import type { Providers } from '../flows/ports/provider.ts'
import { createApple } from './apple/adapter.ts'
import type { AppleSettings } from './apple/settings.ts'
import type { ConfiguredProvider } from './configured-provider.ts'
import { createGithub } from './github/adapter.ts'
import type { GithubSettings } from './github/settings.ts'
import { createGoogle } from './google/adapter.ts'
import type { GoogleSettings } from './google/settings.ts'
import { createKakao } from './kakao/adapter.ts'
import type { KakaoSettings } from './kakao/settings.ts'
import { createLine, type LineSettings } from './line/adapter.ts'
import { createNaver } from './naver/adapter.ts'
import type { NaverSettings } from './naver/settings.ts'
import { createGenericOidc, type GenericOidcSettings } from './oidc/generic.ts'
import type { ProviderHttp } from './wire/http.ts'

/** The settings of the providers that this stage offers. */
export interface ProvidersSettings {
  readonly kakao?: KakaoSettings | undefined
  readonly naver?: NaverSettings | undefined
  readonly google?: GoogleSettings | undefined
  readonly github?: GithubSettings | undefined
  readonly apple?: AppleSettings | undefined
  readonly line?: LineSettings | undefined
  readonly oidc?: GenericOidcSettings | undefined
}

type Adapter = (
  settings: ProvidersSettings,
  http: ProviderHttp,
  hashCi: (ci: string) => CiHash,
) => ConfiguredProvider | undefined

const adapters = {
  kakao: ({ kakao }, http, hashCi) => kakao && createKakao(kakao, http, hashCi),
  naver: ({ naver }, http, hashCi) => naver && createNaver(naver, http, hashCi),
  google: ({ google }, http) => google && createGoogle(google, http),
  github: ({ github }, http) => github && createGithub(github, http),
  apple: ({ apple }, http) => apple && createApple(apple, http),
  line: ({ line }, http) => line && createLine(line, http),
  oidc: ({ oidc }, http) => oidc && createGenericOidc(oidc, http),
} as const satisfies Record<ProviderId, Adapter>

/** The configured providers, which can prepare early. */
export interface ConfiguredProviders extends Providers {
  /** Opens connections and fetches signing keys while the function loads. Never throws. */
  warm(): Promise<void>
}

/**
 * Builds the adapters of the providers that have settings; `find` gives undefined for the others. Takes the
 * settings, the HTTP port and the hash of a CI. Throws an `Error` for invalid settings. Makes no call.
 */
export function createProviders(
  settings: ProvidersSettings,
  http: ProviderHttp,
  hashCi: (ci: string) => CiHash,
): ConfiguredProviders {
  const built = new Map<ProviderId, ConfiguredProvider>()
  for (const id of providerIds) {
    const provider = adapters[id](settings, http, hashCi)
    if (provider !== undefined) built.set(id, provider)
  }
  return {
    find: (id) => built.get(id),
    async warm() {
      await Promise.all([...built.values()].map((provider) => provider.warm()))
    },
  }
}
