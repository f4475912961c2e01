import type { OidcApp, OidcTokens } from '../oidc/app.ts'
import { eitherToken } from '../oidc/responses.ts'
import { checkAddress } from '../wire/address.ts'
import { type AppleKey, createClientSecrets } from './client-secret.ts'
import { toProfile } from './profile.ts'

/** Our team at Apple, as its developer console shows it. */
export interface AppleSettings extends AppleKey {
  /** The Services ID, the client of web visits. */
  readonly clientId: string
  /** The bundle ids of our apps, each the client of its own tokens. */
  readonly bundleIds?: readonly string[] | undefined
  /** What to ask for: `name` and `email`, or nothing. */
  readonly scopes?: readonly string[] | undefined
  /** Another issuer, which then serves every endpoint at its own address. */
  readonly issuer?: string | undefined
}

/** Apple among the OpenID providers. Each of our clients shows a secret of its own. */
export interface AppleApp extends OidcApp {
  readonly at: OidcApp['at'] & { readonly revoke: string }
  /** Whether Apple posts its response as a form. */
  readonly postsBack: boolean
  secretOf(clientId: string): Promise<string>
}

/** Apple signs with both names. */
const appleIssuers = ['https://appleid.apple.com', 'https://account.apple.com'] as const

/** The token that ends the connection, with the client that Apple gave it to: no other may revoke it. */
export const tokenOfClient = (tokens: OidcTokens, clientId: string) => ({ ...eitherToken(tokens), clientId })

/**
 * Fills in the defaults. Apple documents no PKCE, so the nonce ties a code to its visit; it has no `prompt`, no
 * `userinfo` and no end of its sessions. Whoever asks for a name or an address gets the response as a posted form.
 * Throws an `Error` that names the invalid setting, at start.
 */
export function toAppleApp(settings: AppleSettings): AppleApp {
  const { clientId, teamId, keyId, bundleIds = [], scopes = ['name', 'email'], issuer } = settings
  for (const [name, value] of Object.entries({ clientId, teamId, keyId })) {
    if (value === '') throw new Error(`Apple ${name} must not be empty`)
  }
  if (bundleIds.includes('')) throw new Error('Apple bundleIds must not hold an empty one')
  const [usual] = appleIssuers
  const origin = issuer === undefined ? usual : checkAddress('Apple issuer', issuer, usual)
  const secretOf = createClientSecrets(settings, origin)
  const postsBack = scopes.length > 0
  return {
    id: 'apple',
    name: 'Apple',
    clientId,
    clientSecret: () => secretOf(clientId),
    secretOf,
    postsBack,
    pkce: 'unknown',
    hashesNativeNonce: true,
    at: {
      authorize: `${origin}/auth/authorize`,
      token: `${origin}/auth/token`,
      keys: `${origin}/auth/keys`,
      revoke: `${origin}/auth/revoke`,
    },
    issuers: origin === usual ? appleIssuers : [origin],
    audiences: [clientId, ...bundleIds],
    authorizationParams: () =>
      postsBack ? { response_mode: 'form_post', scope: scopes.join(' ') } : { response_mode: 'query' },
    readProfile: (claims) => ({ profile: toProfile(claims), whole: true }),
    tokenToStore: (tokens) => tokenOfClient(tokens, clientId),
  }
}
