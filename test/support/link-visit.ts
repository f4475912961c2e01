import { randomBytes } from 'node:crypto'
import type { ConsentAnswer } from '../../lib/stand-ins/host/walk.ts'
import type { Call, TestResponse } from './caller.ts'
import { newSecret, type Over } from './client.ts'
import { ProviderVisit, providerAnswerIn } from './provider-visit.ts'
import { textIn } from './read-response.ts'

/** The intents of a signed-in member at a provider. */
export type Intent = 'link' | 'reauth'

/** The steps around a question about an existing member, and the steps that link and unlink a provider. */
export class LinkVisit extends ProviderVisit {
  /**
   * `POST /link` with consent to the last question. When the question needs proof, the request has the access token
   * of the latest sign-in. Otherwise it has none.
   */
  async link(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    const { outcome, needs } = this.question
    const isProof = outcome === 'link_proof_required' || needs === 'proof'
    const bearer = isProof ? this.accessToken : undefined
    return this.answerQuestion({ consent: true, ...over }, { bearer, ...call })
  }

  /** `POST /link` with a refusal: the visit ends. */
  decline(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    return this.answerQuestion({ consent: false, ...over }, call)
  }

  /** `POST /link` with `continueAs: "new"`, and on to `register`. */
  continueAsNew(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    return this.answerQuestion({ consent: false, continueAs: 'new', ...over }, call)
  }

  /** `POST /link` with the register token: links the visit to the account that the visitor has just signed in to. */
  async linkOwnAccount(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    const { registerToken } = this.registration
    const body = { registerToken, codeVerifier: this.secret.codeVerifier, consent: true, ...over }
    return this.take(await this.call('POST', '/link', { bearer: this.accessToken, body, ...call }))
  }

  /** `POST /link` with consent to a merge, as the asked member. */
  async merge(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    const { mergeToken } = this.question
    const body = { mergeToken, codeVerifier: this.secret.codeVerifier, consent: true, ...over }
    return this.take(await this.call('POST', '/link', { bearer: this.accessToken, body, ...call }))
  }

  private async answerQuestion(given: Over, call: Call): Promise<TestResponse> {
    const body = { linkToken: this.question['linkToken'], codeVerifier: this.secret.codeVerifier, ...given }
    return this.take(await this.call('POST', '/link', { body, ...call }))
  }

  /** `POST /unlink` with the current access token. */
  async unlink(over: Over = {}, call: Call = {}): Promise<TestResponse> {
    const body = { provider: this.provider, ...over }
    return this.take(await this.call('POST', '/unlink', { bearer: this.accessToken, body, ...call }))
  }

  /** `POST /login/{provider} {flow: "redirect", intent}`: starts a visit of a member. `finishRedirect` ends it. */
  startMemberRedirect(intent: Intent, over: Over = {}, call: Call = {}): Promise<TestResponse> {
    this.state = randomBytes(16).toString('base64url')
    const { redirectUri, state } = this
    return this.startMemberVisit({ flow: 'redirect', intent, redirectUri, state, ...over }, call)
  }

  /** `POST /login/{provider} {intent}`: starts a visit of a member. `finishDirect` ends it. */
  startMemberDirect(intent: Intent, over: Over = {}, call: Call = {}): Promise<TestResponse> {
    return this.startMemberVisit({ intent, ...over }, call)
  }

  private async startMemberVisit(given: Over, call: Call): Promise<TestResponse> {
    this.secret = newSecret()
    const { clientId, accessToken, secret } = this
    const body = { clientId, codeChallenge: secret.codeChallenge, ...given }
    const response = await this.call('POST', `/login/${this.provider}`, {
      bearer: accessToken,
      body,
      ...call,
    })
    const { authorizationUrl, transaction } = response.body
    if (typeof authorizationUrl === 'string') this.authorizationUrl = authorizationUrl
    if (typeof transaction === 'string') this.transaction = transaction
    return response
  }

  /** A member links the provider, from start to end. */
  startLink(persona: string, how: ConsentAnswer = {}, flow: 'redirect' | 'direct' = 'redirect') {
    return this.memberVisit('link', persona, how, flow)
  }

  /** A member re-authenticates through the provider, from start to end. */
  reauth(persona: string, how: ConsentAnswer = {}, flow: 'redirect' | 'direct' = 'redirect') {
    return this.memberVisit('reauth', persona, how, flow)
  }

  private async memberVisit(
    intent: Intent,
    persona: string,
    how: ConsentAnswer,
    flow: 'redirect' | 'direct',
  ): Promise<TestResponse> {
    if (flow === 'redirect') {
      textIn(await this.startMemberRedirect(intent), 'authorizationUrl')
      return this.finishRedirect(persona, how)
    }
    textIn(await this.startMemberDirect(intent), 'authorizationUrl')
    return this.finishDirect(providerAnswerIn(this.consent(persona, how)))
  }
}
