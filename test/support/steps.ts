import { createHash, randomBytes } from 'node:crypto'
import type { ConsentAnswer } from '../../lib/local/stand-ins/kakao.ts'
import { type Answer, type Call, type Caller, caller } from './caller.ts'
import { type CookieJar, cookieJar } from './cookie-jar.ts'
import type { TestHouse } from './house.ts'
import { consentsIn, identityIn, queryOf, textIn } from './read-answer.ts'

/** A secret that only the client knows, and what it shows of it (RFC 7636, S256). */
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
}

/** Fields that go over what a step would send; an `undefined` one is left out of the body. */
export type Over = Readonly<Record<string, unknown>>

/**
 * One person at one browser or phone, with the cookies and tokens that it holds. Each step does what a
 * well-behaved client does, and takes what is to be different; an attack is one such difference.
 */
export class Visitor {
  readonly house: TestHouse
  readonly cookies: CookieJar = cookieJar()
  readonly clientId: string
  readonly redirectUri: string
  readonly call: Caller
  /** The secret of the visit under way, and the client's own state. */
  secret: Secret = newSecret()
  state = ''
  /** Where the provider is to be visited, once a visit was started. */
  authorizationUrl = ''
  /** What a direct visit was started with. */
  transaction = ''
  /** The last answer that carried an outcome. */
  outcome: Answer['body'] = {}
  accessToken: string | undefined
  /** A mobile client holds it itself; a web client's is among the cookies. */
  refreshToken: string | undefined

  constructor(house: TestHouse, { language = 'ko', client = 'web' }: VisitorOptions = {}) {
    this.house = house
    this.clientId = client
    const isWeb = client === 'web'
    this.redirectUri = isWeb ? `${house.origin}/demo/` : 'http://127.0.0.1:53682/done'
    // A phone's system browser has cookies as well; it is the app's own calls that have none.
    this.call = caller(house.origin, this.cookies, { language, sendsOrigin: isWeb })
  }

  /** `GET /login/kakao`: gives the 302 and remembers where it leads. */
  async startRedirect(over: Over = {}): Promise<Answer> {
    this.secret = newSecret()
    this.state = randomBytes(16).toString('base64url')
    const { clientId, redirectUri, state } = this
    const query = { clientId, redirectUri, state, codeChallenge: this.secret.codeChallenge, ...over }
    const answer = await this.call('GET', `/login/kakao?${queryOf(query)}`)
    this.authorizationUrl = answer.headers.get('location') ?? ''
    return answer
  }

  /** Signs in and consents at the provider: gives the address that the provider sends the browser to. */
  consent(persona: string, how: ConsentAnswer = {}): string {
    return this.house.kakao.authorize(this.authorizationUrl, persona, how)
  }

  /** Follows the provider's redirect to our callback: gives the 302 with the ticket. */
  arrive(persona: string, how: ConsentAnswer = {}): Promise<Answer> {
    return this.call('GET', this.consent(persona, how))
  }

  /** `POST /token` with a ticket. */
  async redeem(ticket: string, over: Over = {}): Promise<Answer> {
    return this.take(
      await this.call('POST', '/token', {
        body: { ticket, codeVerifier: this.secret.codeVerifier, ...over },
      }),
    )
  }

  /** The rest of a started redirect visit, from the provider to the outcome. */
  async finishRedirect(persona: string, how: ConsentAnswer = {}): Promise<Answer> {
    return this.redeemAt(await this.arrive(persona, how))
  }

  /** Redeems the ticket that the callback's 302 carries. */
  redeemAt({ headers }: Answer): Promise<Answer> {
    const back = new URL(headers.get('location') ?? '', this.house.origin)
    return this.redeem(back.searchParams.get('ticket') ?? '')
  }

  /** A whole redirect visit. */
  async redirect(persona: string, how: ConsentAnswer = {}): Promise<Answer> {
    await this.startRedirect()
    return this.finishRedirect(persona, how)
  }

  /** `POST /login/kakao`: starts a direct visit. */
  async startDirect(over: Over = {}): Promise<Answer> {
    this.secret = newSecret()
    const { clientId, secret } = this
    const answer = await this.call('POST', '/login/kakao', {
      body: { clientId, codeChallenge: secret.codeChallenge, ...over },
    })
    this.authorizationUrl = textIn(answer, 'authorizationUrl')
    this.transaction = textIn(answer, 'transaction')
    return answer
  }

  /** `POST /callback/kakao` with whatever the client has got from the provider. */
  async finishDirect(credential: Over): Promise<Answer> {
    const { transaction, secret } = this
    const body = { transaction, codeVerifier: secret.codeVerifier, ...credential }
    return this.take(await this.call('POST', '/callback/kakao', { body }))
  }

  /** A whole direct visit with a code that the client received itself. */
  async direct(persona: string, how: ConsentAnswer = {}): Promise<Answer> {
    await this.startDirect()
    return this.finishDirect(providerAnswerIn(this.consent(persona, how)))
  }

  /** A whole direct visit with what a native SDK received. */
  async native(persona: string, kind: 'idToken' | 'accessToken' = 'idToken'): Promise<Answer> {
    const nonce = textIn(await this.startDirect(), 'nonce')
    return this.finishDirect({ [kind]: this.house.kakao.nativeTokens(persona, { nonce })[kind] })
  }

  /** `POST /register` with what the last outcome gave, agreeing to every term. */
  async register(over: Over = {}): Promise<Answer> {
    const { outcome, secret } = this
    const body = {
      registerToken: outcome['registerToken'],
      codeVerifier: secret.codeVerifier,
      ...identityIn(outcome),
      consents: consentsIn(outcome),
      ...over,
    }
    return this.take(await this.call('POST', '/register', { body }))
  }

  /** A whole sign-up by the redirect flow. */
  async signUp(persona: string, over: Over = {}): Promise<Answer> {
    await this.redirect(persona)
    return this.register(over)
  }

  /** `POST /token` to renew the session: by cookie, or by the token that a mobile client holds. */
  async refresh(over: Over = {}): Promise<Answer> {
    const held = this.refreshToken === undefined ? {} : { refreshToken: this.refreshToken }
    return this.take(await this.call('POST', '/token', { body: { ...held, ...over } }))
  }

  /** `GET /me` with the access token of the last sign-in. */
  me(call: Call = {}): Promise<Answer> {
    return this.call('GET', '/me', { bearer: this.accessToken, ...call })
  }

  /** `POST /logout` by everything that the client holds. */
  logout(over: Over = {}): Promise<Answer> {
    const held = this.refreshToken === undefined ? {} : { refreshToken: this.refreshToken }
    return this.call('POST', '/logout', { bearer: this.accessToken, body: { ...held, ...over } })
  }

  /** Remembers what an answer gave to the client. */
  private take(answer: Answer): Answer {
    const { outcome, accessToken, refreshToken } = answer.body
    if (outcome !== undefined) this.outcome = answer.body
    if (typeof accessToken === 'string') this.accessToken = accessToken
    if (typeof refreshToken === 'string') this.refreshToken = refreshToken
    return answer
  }
}

/** What a client hands on of the address that the provider sent the browser to. */
export const providerAnswerIn = (url: string): Over =>
  Object.fromEntries(
    [...new URL(url).searchParams].filter(([name]) => ['code', 'error', 'state'].includes(name)),
  )

/** Somebody who comes by for the first time. */
export const visitor = (house: TestHouse, options?: VisitorOptions): Visitor => new Visitor(house, options)
