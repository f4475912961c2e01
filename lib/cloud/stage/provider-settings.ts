import type { ProviderId } from '../../domain/values/identity.ts'
import { type Environment, httpsAddress, optional } from './settings.ts'

interface ProviderVariables {
  /** What the functions may know of our app there. Its secrets stand in the stage's secret only. */
  readonly identifiers: readonly string[]
  /** Where it is, when it is not where it usually is: a gateway of the company's own, GitHub Enterprise. */
  readonly addresses: readonly string[]
}

const ofProviders = {
  kakao: {
    identifiers: [
      'KAKAO_CLIENT_ID',
      'KAKAO_APP_ID',
      'KAKAO_NATIVE_KEY',
      'KAKAO_SCOPES',
      'KAKAO_SERVICE_TERMS',
    ],
    addresses: ['KAKAO_AUTH_ORIGIN', 'KAKAO_API_ORIGIN'],
  },
  naver: {
    identifiers: ['NAVER_CLIENT_ID'],
    addresses: ['NAVER_AUTH_ORIGIN', 'NAVER_API_ORIGIN'],
  },
  google: {
    identifiers: ['GOOGLE_CLIENT_ID', 'GOOGLE_OTHER_CLIENT_IDS'],
    addresses: ['GOOGLE_ISSUER'],
  },
  github: {
    identifiers: ['GITHUB_CLIENT_ID'],
    addresses: ['GITHUB_ORIGIN', 'GITHUB_API_ORIGIN'],
  },
} as const satisfies Record<ProviderId, ProviderVariables>

const all = (what: keyof ProviderVariables): readonly string[] =>
  Object.values<ProviderVariables>(ofProviders).flatMap((variables) => variables[what])

const identifiers = [
  ...all('identifiers'),
  'IDENTITY_GATEWAY_STORE_ID',
  'IDENTITY_GATEWAY_CHANNEL_KEY',
  'IDENTITY_GATEWAY_CHANNEL_TYPE',
]
const addresses = [...all('addresses'), 'IDENTITY_GATEWAY_ORIGIN']

/** Takes the deploying shell's variables and gives those of the providers; throws on an address without TLS. */
export function readProviderSettings(environment: Environment): Readonly<Record<string, string>> {
  const given = (names: readonly string[]) =>
    names.flatMap((name) => {
      const value = optional(environment, name)
      return value === undefined ? [] : [[name, value] as const]
    })
  return Object.fromEntries([
    ...given(identifiers),
    ...given(addresses).map(([name, value]) => [name, httpsAddress(name, value)] as const),
  ])
}
