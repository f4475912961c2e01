import type { CheckOver } from '../../lib/stand-ins/portone/stand-in.ts'
import type { Call, TestResponse } from './caller.ts'
import { newSecret, type Over, type VisitorOptions } from './client.ts'
import { LinkVisit } from './link-visit.ts'
import { codeIn, textIn } from './read-response.ts'
import type { TestStack } from './test-stack.ts'

export { newSecret, type Over, type VisitorOptions } from './client.ts'
export { providerAnswerIn } from './provider-visit.ts'

/** A good password, for stories without another. */
export const usualPassword = 'a boat on the han river'

/**
 * One person at one browser or phone, with its cookies and tokens. Each step does the same as a well-behaved client,
 * and takes the differences. An attack is one such difference. The parent classes hold the steps at a provider and
 * the questions after it.
 */
export class Visitor extends LinkVisit {
  /** The last requested code, and its verification token. */
  verificationId = ''
  verificationToken = ''
  /** The last started identity check. */
  check: { readonly id: string; readonly nonce: string } = { id: '', nonce: '' }

  /** `POST /login/password`. */
  async passwordLogin(identifier: string, password = usualPassword, over: Over = {}): Promise<TestResponse> {
    const body = { clientId: this.clientId, identifier, password, ...over }
    return this.take(await this.call('POST', '/login/password', { body }))
  }

  /** `POST /verification`: requests a code. */
  async sendCode(to: string, purpose = 'sign_in', over: Over = {}): Promise<TestResponse> {
    const channel = /^[+0]/.test(to) ? 'sms' : 'email'
    const body = { channel, to, purpose, ...over }
    const response = await this.call('POST', '/verification', { body })
    const { verificationId } = response.body
    if (typeof verificationId === 'string') this.verificationId = verificationId
    return response
  }

  /** The code in the newest message to an address. Throws when there is none. */
  async codeFromOutbox(to: string): Promise<string> {
    return codeIn(await this.stack.outbox(), to)
  }

  /** `POST /verification/confirm` with a code. */
  async confirmCode(code: string, over: Over = {}): Promise<TestResponse> {
    const { verificationId } = this
    const response = await this.call('POST', '/verification/confirm', {
      body: { verificationId, code, ...over },
    })
    const { verificationToken } = response.body
    if (typeof verificationToken === 'string') this.verificationToken = verificationToken
    return response
  }

  /** Requests, reads and confirms a code. Gives the verification token. Throws when that fails. */
  async prove(to: string, purpose = 'sign_in'): Promise<string> {
    textIn(await this.sendCode(to, purpose), 'verificationId')
    return textIn(await this.confirmCode(await this.codeFromOutbox(to)), 'verificationToken')
  }

  /** Proves addresses and sends them with `POST /register`. */
  async registerProving(...addresses: readonly string[]): Promise<TestResponse> {
    const verificationTokens: string[] = []
    for (const address of addresses) verificationTokens.push(await this.prove(address, 'sign_up'))
    return this.register({ verificationTokens })
  }

  /** `POST /login/code` with the current verification token. */
  async codeLogin(over: Over = {}): Promise<TestResponse> {
    const { clientId, verificationToken } = this
    const body = { clientId, verificationToken, ...over }
    return this.take(await this.call('POST', '/login/code', { body }))
  }

  /** A whole sign-in by code. */
  async signInByCode(to: string, over: Over = {}): Promise<TestResponse> {
    await this.prove(to, 'sign_in')
    return this.codeLogin(over)
  }

  /** `POST /register` with the current verification token, agreeing to all required terms. */
  async registerByEmail(over: Over = {}): Promise<TestResponse> {
    const { clientId, verificationToken } = this
    const body = {
      clientId,
      verificationToken,
      password: usualPassword,
      name: '문하늘',
      consents: await this.requiredConsents(),
      ...over,
    }
    return this.take(await this.call('POST', '/register', { body }))
  }

  /** A whole sign-up by e-mail. */
  async emailSignUp(to: string, over: Over = {}): Promise<TestResponse> {
    await this.prove(to, 'sign_up')
    return this.registerByEmail(over)
  }

  /** A whole sign-up by phone. */
  async phoneSignUp(to: string, over: Over = {}): Promise<TestResponse> {
    await this.prove(to, 'sign_up')
    return this.registerByEmail(over)
  }

  /** `POST /identity-verification`: gives the check for the gateway. */
  async beginCheck(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    this.secret = newSecret()
    const body = { codeChallenge: this.secret.codeChallenge, ...over }
    const response = await this.call('POST', '/identity-verification', {
      bearer: this.accessToken,
      body,
      ...call,
    })
    const { identityVerificationId: id, nonce } = response.body
    if (typeof id === 'string' && typeof nonce === 'string') this.check = { id, nonce }
    return response
  }

  /** `POST /identity-verification/confirm` with the last started check. */
  async confirmCheck(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    const body = {
      identityVerificationId: this.check.id,
      codeVerifier: this.secret.codeVerifier,
      ...over,
    }
    const bearer = this.accessToken
    return this.take(await this.call('POST', '/identity-verification/confirm', { bearer, body, ...call }))
  }

  /** A whole check, as a person of the gateway. */
  async checkIdentity(person: string, how: CheckOver = {}): Promise<TestResponse> {
    textIn(await this.beginCheck(), 'identityVerificationId')
    this.stack.identityGateway.verify(this.check, person, how)
    return this.confirmCheck()
  }

  /** `POST /identity-verification` of the visit that waits for a registration, with a secret of the check's own. */
  async beginVisitCheck(
    over: Over = {},
  ): Promise<{ readonly begun: TestResponse; readonly codeVerifier: string }> {
    const { codeVerifier, codeChallenge } = newSecret()
    const { registerToken } = this.registration
    const body = { registerToken, codeVerifier: this.secret.codeVerifier, codeChallenge, ...over }
    return { begun: await this.call('POST', '/identity-verification', { body }), codeVerifier }
  }

  /** `POST /identity-verification/confirm` without a session. */
  async confirmVisitCheck(identityVerificationId: string, codeVerifier: string): Promise<TestResponse> {
    const body = { identityVerificationId, codeVerifier }
    return this.take(await this.call('POST', '/identity-verification/confirm', { body }))
  }

  /** `GET /me/consents`. */
  consents(call: Call = {}): Promise<TestResponse> {
    return this.call('GET', '/me/consents', { bearer: this.accessToken, ...call })
  }

  /** `POST /me/consents` with one answer. */
  async changeConsent(tag: string, agreed: boolean, over: Over = {}, call: Call = {}): Promise<TestResponse> {
    const version = (await this.terms()).find((term) => term.tag === tag)?.version ?? '2026-01'
    const body = { consents: [{ tag, version, agreed }], ...over }
    return this.call('POST', '/me/consents', { bearer: this.accessToken, body, ...call })
  }

  /** `POST /_local/sweep`: the scheduled job of the cloud. */
  sweep(): Promise<TestResponse> {
    return this.call('POST', '/_local/sweep')
  }
}

/** A person who comes for the first time. */
export const visitor = (stack: TestStack, options?: VisitorOptions): Visitor => new Visitor(stack, options)
