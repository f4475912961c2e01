import { randomBytes } from 'node:crypto'
import type { ConsentAnswer } from '../../lib/stand-ins/host/walk.ts'
import type { TestResponse } from './caller.ts'
import { Client, newSecret, type Over } from './client.ts'
import { consentsIn, identityIn, queryOf, textIn } from './read-response.ts'

/** The steps of a visit through a provider, from the button to the new member. */
export class ProviderVisit extends Client {
  /** `GET /login/{provider}`: gives the 302 and keeps its address. */
  async startRedirect(over: Over = {}): Promise<TestResponse> {
    this.secret = newSecret()
    this.state = randomBytes(16).toString('base64url')
    const { clientId, redirectUri, state } = this
    const query = { clientId, redirectUri, state, codeChallenge: this.secret.codeChallenge, ...over }
    const response = await this.call('GET', `/login/${this.provider}?${queryOf(query)}`)
    this.authorizationUrl = response.headers.get('location') ?? ''
    return response
  }

  /** Signs in and consents at the provider. Gives the address that the provider redirects to. */
  consent(persona: string, how: ConsentAnswer = {}): string {
    return this.stack.standIns[this.provider].authorize(this.authorizationUrl, persona, how)
  }

  /** Follows the provider's redirect to our callback. Gives the 302 with the ticket. */
  arrive(persona: string, how: ConsentAnswer = {}): Promise<TestResponse> {
    return this.comeBack(this.consent(persona, how))
  }

  /** Follows a redirect to our callback, or posts its parameters where the provider's page does so. */
  comeBack(url: string): Promise<TestResponse> {
    const asked = new URL(this.authorizationUrl, this.stack.origin).searchParams
    if (asked.get('response_mode') !== 'form_post') return this.call('GET', url)
    const { origin, pathname, searchParams: form } = new URL(url, this.stack.origin)
    return this.call('POST', `${origin}${pathname}`, { form })
  }

  /** `POST /token` with a ticket. */
  async redeem(ticket: string, over: Over = {}): Promise<TestResponse> {
    return this.take(
      await this.call('POST', '/token', {
        body: { ticket, codeVerifier: this.secret.codeVerifier, ...over },
      }),
    )
  }

  /** The rest of a started redirect visit, from the provider to the outcome. */
  async finishRedirect(persona: string, how: ConsentAnswer = {}): Promise<TestResponse> {
    return this.redeemAt(await this.arrive(persona, how))
  }

  /** Redeems the ticket in the callback's 302. */
  redeemAt({ headers }: TestResponse): Promise<TestResponse> {
    const back = new URL(headers.get('location') ?? '', this.stack.origin)
    return this.redeem(back.searchParams.get('ticket') ?? '')
  }

  /** A whole redirect visit. */
  async redirect(persona: string, how: ConsentAnswer = {}): Promise<TestResponse> {
    await this.startRedirect()
    return this.finishRedirect(persona, how)
  }

  /** `POST /login/{provider}`: starts a direct visit. */
  async startDirect(over: Over = {}): Promise<TestResponse> {
    this.secret = newSecret()
    const { clientId, secret } = this
    const response = await this.call('POST', `/login/${this.provider}`, {
      body: { clientId, codeChallenge: secret.codeChallenge, ...over },
    })
    this.authorizationUrl = textIn(response, 'authorizationUrl')
    this.transaction = textIn(response, 'transaction')
    return response
  }

  /** `POST /callback/{provider}` with a credential of the provider. */
  async finishDirect(credential: Over): Promise<TestResponse> {
    const { transaction, secret } = this
    const body = { transaction, codeVerifier: secret.codeVerifier, ...credential }
    return this.take(await this.call('POST', `/callback/${this.provider}`, { body }))
  }

  /** A whole direct visit with a code that the client received itself. */
  async direct(persona: string, how: ConsentAnswer = {}): Promise<TestResponse> {
    await this.startDirect()
    return this.finishDirect(providerAnswerIn(this.consent(persona, how)))
  }

  /** A whole direct visit with the tokens of Kakao's native SDK. */
  async native(persona: string, kind: 'idToken' | 'accessToken' = 'idToken'): Promise<TestResponse> {
    const nonce = textIn(await this.startDirect(), 'nonce')
    return this.finishDirect({ [kind]: this.stack.kakao.nativeTokens(persona, { nonce })[kind] })
  }

  /** `POST /register` with the tokens of the last outcome, agreeing to every term. */
  async register(over: Over = {}): Promise<TestResponse> {
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
  async signUp(persona: string, over: Over = {}): Promise<TestResponse> {
    await this.redirect(persona)
    return this.register(over)
  }
}

/** The credential in the address that the provider redirected to. */
export const providerAnswerIn = (url: string): Over =>
  Object.fromEntries(
    [...new URL(url).searchParams].filter(([name]) =>
      ['code', 'error', 'state', 'iss', 'user'].includes(name),
    ),
  )
