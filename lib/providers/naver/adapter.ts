import { defined } from '../../domain/values/defined.ts'
import type { CiHash } from '../../domain/values/evidence.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut } from '../../domain/visit/provider-token.ts'
import type { CodeGrant, Disconnection, ProviderLogin } from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { verifyIdToken } from '../oidc/id-token.ts'
import { createProviderKeys, type ProviderKeys } from '../oidc/jwks.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { type NaverTokens, readRevoked, readTokens, readUser } from './answers.ts'
import { unlinkNotices } from './notices.ts'
import { toProfile } from './profile.ts'
import * as requests from './requests.ts'
import { type NaverApp, type NaverSettings, toNaverApp } from './settings.ts'

interface Naver {
  readonly app: NaverApp
  readonly http: ProviderHttp
  readonly keys: ProviderKeys
  readonly hashCi: (ci: string) => CiHash
}

/** Throws `ProviderFault` unless Naver signed that the tokens are for us, and for this visit. */
async function checkIdToken({ app, keys }: Naver, { nonce, maxAge }: CodeGrant, tokens: NaverTokens) {
  const { accessToken, idToken } = tokens
  return verifyIdToken(idToken, keys, {
    issuers: [app.authOrigin],
    audiences: [app.clientId],
    nonce,
    // Whether Naver repeats the nonce is not known. The code verifier binds the code to this visit.
    withoutNonce: 'bound_by_code_verifier',
    accessToken,
    ...defined({ maxAge }),
  })
}

/**
 * Asks who came. The person's id is that of the profile: that the `sub` of the id_token is the same is what Naver's
 * own sample assumes and nobody has confirmed. Once it is, `subject` of the id_token will do here, and a returning
 * member takes one call less.
 */
async function fetchPerson({ app, http, hashCi }: Naver, accessToken: string | undefined) {
  if (accessToken === undefined) throw new ProviderFault('unavailable', 'Naver me needs an access token')
  return toProfile(readUser(await http(requests.profileRequest(app, accessToken))), hashCi)
}

/** What can end the connection later: the refresh token, or for an hour the access token. */
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
  // Beside the token request, not after it.
  const [answer] = await Promise.all([http(requests.tokenRequest(app, grant)), keys.prepare()])
  const tokens = readTokens(answer)
  const { authTime } = await checkIdToken(naver, grant, tokens)
  const profile = await fetchPerson(naver, tokens.accessToken)
  const presenceAge = authTime && Math.max(0, Math.floor((Date.now() - authTime.getTime()) / 1000))
  return {
    identity: profile.identity,
    profile,
    accessToken: tokens.accessToken,
    tokenToStore: tokenToStoreOf(tokens),
    ...defined({ presenceAge }),
  }
}

const disconnection = ({ app, http }: Naver): Disconnection => ({
  needs: 'kept_token',
  async disconnect(_, kept) {
    // Naver says yes to a token that is over as well, and ends nothing.
    if (kept === undefined || hasRunOut(kept, new Date())) return 'not_revocable'
    readRevoked(await http(requests.revokeRequest(app, kept)))
    return 'ended'
  },
})

/**
 * Naver Login by the newer of its two stacks (`/oauth2/*`), which has PKCE and id_tokens. Takes the settings of our
 * application, the port for calls, and how a CI is hashed. Throws an `Error` at once for settings that cannot be
 * right; its methods throw `ProviderFault` alone.
 *
 * Tokens of a mobile SDK are not taken. Naver does not tell which application an access token was issued to, so that
 * anybody's application could sign its users in here as themselves (RFC 9700, section 4.6); and an id_token alone
 * brings no profile. A mobile app goes through the system browser and brings the code.
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
    async fetchProfile({ identity, accessToken, profile: told }) {
      const profile = told ?? (await fetchPerson(naver, accessToken))
      if (profile.identity.subject !== identity.subject) {
        throw new ProviderFault('unavailable', 'Naver me named another person')
      }
      return profile
    },
    disconnection: disconnection(naver),
    unlinkNotices: unlinkNotices(app, http),
  }
}
