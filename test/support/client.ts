import { createHash, randomBytes } from 'node:crypto'
import type { ProviderId } from '../../lib/domain/values/identity.ts'
import { type Call, type Caller, caller, type TestResponse } from './caller.ts'
import { type CookieJar, cookieJar } from './cookie-jar.ts'
import { termsIn } from './read-response.ts'
import type { TestStack } from './test-stack.ts'

/** A secret of the client, and its challenge (RFC 7636, S256). */
export interface Secret {
  readonly codeVerifier: string
  readonly codeChallenge: string
}

export function newSecret(): Secret {
  const codeVerifier = randomBytes(32).toString('base64url')
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') }
}

export interface VisitorOptions {
  readonly language?: 'ko' | 'en'
  /** `web` (default) is the demo page; `app` is the mobile client, which has no cookies. */
  readonly client?: 'web' | 'app'
  /** The provider of the visits, until a story changes it. Default: Kakao. */
  readonly provider?: ProviderId
  /** The user agent of the requests. Default: Node's own. */
  readonly userAgent?: string
}

/** Fields that replace those of a step. An `undefined` field is left out of the body. */
export type Over = Readonly<Record<string, unknown>>

/** A person's browser or phone, with its cookies and tokens. */
export class Client {
  readonly stack: TestStack
  readonly cookies: CookieJar = cookieJar()
  readonly clientId: string
  readonly redirectUri: string
  readonly call: Caller
  /** The provider of the next visit. */
  provider: ProviderId
  /** The secret of the current visit, and the client's own state. */
  secret: Secret = newSecret()
  state = ''
  /** The address at the provider, once a visit started. */
  authorizationUrl = ''
  /** The start of a direct visit. */
  transaction = ''
  /** The last response with an outcome. */
  outcome: TestResponse['body'] = {}
  /**
   * The last question about an existing member or another own account. The question stays while the visitor proves an
   * account.
   */
  question: TestResponse['body'] = {}
  /** The last request to sign up. It stays while the visitor signs in to an account that there is already. */
  registration: TestResponse['body'] = {}
  accessToken: string | undefined
  /** A mobile client holds the refresh token itself. The refresh token of a web client is among the cookies. */
  refreshToken: string | undefined

  constructor(
    stack: TestStack,
    { language = 'ko', client = 'web', provider = 'kakao', userAgent }: VisitorOptions = {},
  ) {
    this.stack = stack
    this.provider = provider
    this.clientId = client
    const isWeb = client === 'web'
    this.redirectUri = isWeb ? `${stack.origin}/demo/` : 'http://127.0.0.1:53682/done'
    // A phone's system browser has cookies as well. Only the app's own calls have none.
    this.call = caller(stack.origin, this.cookies, { language, sendsOrigin: isWeb, userAgent })
  }

  /** `POST /token` to renew the session: by cookie, or by the token of a mobile client. */
  async refresh(over: Over = {}): Promise<TestResponse> {
    const held = this.refreshToken === undefined ? {} : { refreshToken: this.refreshToken }
    return this.take(await this.call('POST', '/token', { body: { ...held, ...over } }))
  }

  /** `GET /me` with the access token of the last sign-in. */
  me(call: Call = {}): Promise<TestResponse> {
    return this.call('GET', '/me', { bearer: this.accessToken, ...call })
  }

  /** `PATCH /me` with the access token of the last sign-in. */
  change(body: Over, call: Call = {}): Promise<TestResponse> {
    return this.call('PATCH', '/me', { bearer: this.accessToken, body, ...call })
  }

  /** `POST /logout` with all tokens and cookies of the client. */
  logout(over: Over = {}): Promise<TestResponse> {
    const held = this.refreshToken === undefined ? {} : { refreshToken: this.refreshToken }
    return this.call('POST', '/logout', { bearer: this.accessToken, body: { ...held, ...over } })
  }

  /** `GET /terms`. */
  async terms(): Promise<ReturnType<typeof termsIn>> {
    return termsIn(await this.call('GET', '/terms'))
  }

  /** Consent to every required term, and to no other. */
  protected async requiredConsents() {
    const terms = await this.terms()
    return terms
      .filter(({ required }) => required)
      .map(({ tag, version }) => ({ tag, version, agreed: true }))
  }

  /** Keeps the tokens of a response. */
  take(response: TestResponse): TestResponse {
    const { outcome, registerToken, linkToken, mergeToken, accessToken, refreshToken } = response.body
    if (outcome !== undefined) this.outcome = response.body
    if (registerToken !== undefined) this.registration = response.body
    if (linkToken !== undefined || mergeToken !== undefined) this.question = response.body
    if (typeof accessToken === 'string') this.accessToken = accessToken
    if (typeof refreshToken === 'string') this.refreshToken = refreshToken
    return response
  }
}
