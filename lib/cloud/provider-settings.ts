import { type Environment, httpsAddress, optional } from './settings.ts'

/** What the functions may know of our apps at the providers. Their secrets stand in the stage's secret only. */
const identifiers = [
  'KAKAO_CLIENT_ID',
  'KAKAO_APP_ID',
  'KAKAO_NATIVE_KEY',
  'NAVER_CLIENT_ID',
  'GOOGLE_CLIENT_ID',
  'GITHUB_CLIENT_ID',
  'APPLE_CLIENT_ID',
  'LINE_CLIENT_ID',
] as const

/** Where a provider is, when it is not where it usually is: a gateway of the company's own, GitHub Enterprise. */
const addresses = [
  'KAKAO_AUTH_ORIGIN',
  'KAKAO_API_ORIGIN',
  'NAVER_AUTH_ORIGIN',
  'NAVER_API_ORIGIN',
  'GOOGLE_ISSUER',
  'GITHUB_ORIGIN',
  'GITHUB_API_ORIGIN',
  'APPLE_ISSUER',
  'LINE_AUTH_ORIGIN',
  'LINE_API_ORIGIN',
  'IDENTITY_GATEWAY_ORIGIN',
] as const

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
