import { optional, type Variables } from './variables.ts'

/** The places for two keys of Apple, of which the stage's file names the one in use. */
export const applePrivateKeys = ['APPLE_PRIVATE_KEY', 'APPLE_OTHER_PRIVATE_KEY'] as const

/** The places for two origin secrets, of which the stage's file names the one that CloudFront shows. */
export const originSecretNames = ['ORIGIN_SECRET', 'OTHER_ORIGIN_SECRET'] as const

/**
 * The names of our apps' credentials, and of the secret that CloudFront shows. They belong to the stage's keys secret
 * and never to its file.
 */
export const credentialNames = [
  'KAKAO_CLIENT_SECRET',
  'KAKAO_ADMIN_KEY',
  'KAKAO_PREVIOUS_ADMIN_KEY',
  'NAVER_CLIENT_SECRET',
  'NAVER_PREVIOUS_CLIENT_SECRET',
  'GOOGLE_CLIENT_SECRET',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_WEBHOOK_SECRET',
  'GITHUB_PREVIOUS_WEBHOOK_SECRET',
  ...applePrivateKeys,
  'LINE_CLIENT_SECRET',
  'OIDC_CLIENT_SECRET',
  'IDENTITY_GATEWAY_API_SECRET',
  ...originSecretNames,
] as const

/** The credentials among a laptop's variables. */
export function credentialsIn(variables: Variables): Readonly<Record<string, string>> {
  const present = credentialNames.map((name) => [name, optional(variables, name)] as const)
  return Object.fromEntries(present.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** The secrets that CloudFront may show: the one that the stage's file names, and the other while they change. */
export const originSecretsIn = (credentials: Variables): readonly string[] =>
  originSecretNames.flatMap((name) => optional(credentials, name) ?? [])
