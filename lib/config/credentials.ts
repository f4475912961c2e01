import { optional, type Variables } from './variables.ts'

/** The names of our apps' credentials. They stand in the stage's secret of keys, and never in its file. */
export const credentialNames = [
  'KAKAO_CLIENT_SECRET',
  'KAKAO_ADMIN_KEY',
  'NAVER_CLIENT_SECRET',
  'NAVER_PREVIOUS_CLIENT_SECRET',
  'GOOGLE_CLIENT_SECRET',
  'GITHUB_CLIENT_SECRET',
  'IDENTITY_GATEWAY_API_SECRET',
] as const

/** The credentials that a laptop's variables give. */
export function credentialsIn(variables: Variables): Readonly<Record<string, string>> {
  const given = credentialNames.map((name) => [name, optional(variables, name)] as const)
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
