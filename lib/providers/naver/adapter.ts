import { defined } from '../../domain/values/defined.ts'
import type { CiHash } from '../../domain/values/evidence.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut } from '../../domain/visit/provider-token.ts'
import type { CodeGrant, Disconnection, ProviderLogin } from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { verifyIdToken } from '../oidc/id-token.ts'
import { createProviderKeys, type ProviderKeys } from '../oidc/jwks.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { unlinkNotices } from './notices.ts'
import { toProfile } from './profile.ts'
import * as requests from './requests.ts'
import { type NaverTokens, readRevoked, readTokens, readUser } from './responses.ts'
import { type NaverApp, type NaverSettings, toNaverApp } from './settings.ts'

interface Naver {
  readonly app: NaverApp
  readonly http: ProviderHttp
  readonly keys: ProviderKeys
  readonly hashCi: (ci: string) => CiHash
}

/**
 * Verifies that Naver issued the tokens to us and for this visit. Throws `ProviderFault` as `verifyIdToken`
 * does.
 */
async function checkIdToken({ app, keys }: Naver, { nonce, maxAge }: CodeGrant, tokens: NaverTokens) {
  const { accessToken, idToken } = tokens
  return verifyIdToken(idToken, keys, {
    issuers: [app.authOrigin],
    audiences: [app.clientId],
    nonce,
    // Naver may not repeat the nonce. The code verifier binds the code to this visit.
    withoutNonce: 'bound_by_code_verifier',
    accessToken,
    ...defined({ maxAge }),
  })
}

/**
 * Fetches the profile. The identity is the profile's id: Naver's sample assumes that the `sub` of the
 * id_token is equal, but Naver documents it nowhere. Once confirmed, `sub` saves a known identity this call.
 */
async function fetchPerson({ app, http, hashCi }: Naver, accessToken: string | undefined) {
  if (accessToken === undefined) throw new ProviderFault('unavailable', 'Naver me needs an access token')
  return toProfile(readUser(await http(requests.profileRequest(app, accessToken))), hashCi)
}

/** The token that a later disconnection needs: the refresh token, or for one hour the access token. */
const tokenToStoreOf = ({
  accessToken,
  refreshToken,
  expiresIn,
}: NaverTokens): NonNullable<ProviderLogin['tokenToStore']> =>
  refreshToken === undefined
    ? {
        kind: 'access',
        token: accessToken,
        expiresAt: new Date(Date.now() + expiresIn * 1000),
        durable: false,
      }
    : { kind: 'refresh', token: refreshToken, durable: true }

async function redeem(naver: Naver, grant: CodeGrant): Promise<ProviderLogin> {
  const { app, http, keys } = naver
  // The keys load beside the token request, not after it.
  const [response] = await Promise.all([http(requests.tokenRequest(app, grant)), keys.prepare()])
  const tokens = readTokens(response)
  const { authTime } = await checkIdToken(naver, grant, tokens)
  const profile = await fetchPerson(naver, tokens.accessToken)
  const signInAge = authTime && Math.max(0, Math.floor((Date.now() - authTime.getTime()) / 1000))
  return {
    identity: profile.identity,
    profile,
    accessToken: tokens.accessToken,
    tokenToStore: tokenToStoreOf(tokens),
    ...defined({ signInAge }),
  }
}

const disconnection = ({ app, http }: Naver): Disconnection => ({
  needs: 'stored_token',
  async disconnect(_, storedToken) {
    // Naver also accepts an expired token, but ends nothing.
    if (storedToken === undefined || hasRunOut(storedToken, new Date())) return 'not_revocable'
    return readRevoked(await http(requests.revokeRequest(app, storedToken)))
  },
})

/**
 * Naver Login by the newer of Naver's two stacks (`/oauth2/*`), which has PKCE and id_tokens
 * (developers.naver.com, "네이버 로그인 개발가이드"). Takes the settings of our application, the HTTP port and the hash
 * of a CI, gives the adapter. Throws an `Error` at once for invalid settings; its methods throw
 * `ProviderFault` alone.
 *
 * Tokens of a mobile SDK are not accepted. Naver does not tell which application an access token was issued
 * to, so any application could sign its users in here (RFC 9700, section 4.6), and an id_token alone brings
 * no profile. A mobile app uses the system browser and sends the code.
 */
export function createNaver(
  settings: NaverSettings,
  http: ProviderHttp,
  hashCi: (ci: string) => CiHash,
): ConfiguredProvider {
  const app = toNaverApp(settings)
  const keys = createProviderKeys(requests.keysUrl(app), http)
  const naver: Naver = { app, http, keys, hashCi }
  return {
    id: 'naver',
    warm: () => keys.prepare(),
    authorizationUrl: (request) => requests.authorizationUrl(app, request),
    redeemCode: (grant) => redeem(naver, grant),
    async fetchProfile({ identity, accessToken, profile: knownProfile }) {
      const profile = knownProfile ?? (await fetchPerson(naver, accessToken))
      if (profile.identity.subject !== identity.subject) {
        throw new ProviderFault('unavailable', 'Naver me names another person')
      }
      return profile
    },
    disconnection: disconnection(naver),
    unlinkNotices: unlinkNotices(app, http),
  }
}
