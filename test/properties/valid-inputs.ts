import { v7 } from 'uuid'
import { serviceKeyHeader } from '../../lib/local/gateway/iam-authorizer.ts'
import type { routes } from '../../lib/routes/routes.ts'
import { kakaoCast } from '../../lib/stand-ins/kakao/cast.ts'
import { identityIn, textIn } from '../support/read-response.ts'
import { appAt, credentialNamed } from '../support/stage.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'

type Doors = (typeof routes)[keyof typeof routes]['doors'][number]

/** `METHOD /path` of every door of the API. */
type DoorName = Doors extends infer Door
  ? Door extends { readonly method: infer Method extends string; readonly path: infer Path extends string }
    ? `${Method} ${Path}`
    : never
  : never

type Texts = Readonly<Record<string, string>>

/** A valid request of a door, in parts, so each part can be broken alone. */
export interface ValidInput {
  /** Values of the path beside the provider. */
  readonly path?: Texts
  readonly query?: Texts
  readonly body?: Readonly<Record<string, unknown>>
  /** The fields of a form, in place of a body. */
  readonly form?: Texts
  readonly headers?: Texts
  readonly cookies?: Texts
}

/** The usual cast, with one member twice: the same name and address at another account. */
export const castWithTwin = [
  ...kakaoCast,
  ...kakaoCast
    .filter(({ key }) => key === 'taeyang')
    .map((person) => ({ ...person, key: 'twin', id: '2100000099' })),
]

/**
 * Valid input for each door, made by visitors of this local stack: real tokens, unfinished visits, cookies. The
 * compiler asks for the input of a new door. The local stack needs the cast with the twin.
 */
export async function validInputs(stack: TestStack) {
  const member = visitor(stack, { client: 'app' })
  textIn(await member.signUp('taeyang'), 'accessToken')
  const leaving = visitor(stack, { client: 'app' })
  textIn(await leaving.signUp('eunbi'), 'accessToken')
  const pausing = visitor(stack, { client: 'app' })
  textIn(await pausing.emailSignUp('pausing@example.com'), 'accessToken')
  const bearer = bearerOf(member)
  const support = { [serviceKeyHeader]: stack.serviceKey }
  const { codeChallenge } = member.secret
  const fromKakao = { authorization: `KakaoAK ${credentialNamed('KAKAO_ADMIN_KEY')}` }
  const notice = { app_id: `${appAt('kakao').appId}`, user_id: '1', referrer_type: 'UNLINK_FROM_APPS' }
  const { clientId, redirectUri } = visitor(stack)
  return {
    'GET /login/{provider}': { query: { clientId, redirectUri, codeChallenge, state: 'a state' } },
    'POST /login/{provider}': { body: { clientId, redirectUri, codeChallenge, flow: 'direct' } },
    'GET /callback/{provider}': await providerLogin(visitor(stack)),
    'POST /callback/{provider}': { body: await directArrival(visitor(stack)) },
    'POST /token': { body: { ticket: 't'.repeat(43), codeVerifier: member.secret.codeVerifier } },
    'POST /register': { body: await registration(visitor(stack)) },
    'POST /uploads': { headers: bearer, body: { contentType: 'image/png' } },
    'POST /link': { headers: bearer, body: await question(visitor(stack)) },
    'POST /unlink': { headers: bearer, body: { provider: 'kakao', subject: '1' } },
    'POST /login/password': { body: { clientId, identifier: 'a@example.com', password: 'not her password' } },
    'POST /login/code': { body: { clientId, verificationToken: 'a.b.c' } },
    'POST /login/passkey/options': { body: { clientId, intent: 'reauth' }, headers: bearer },
    'POST /login/passkey': { headers: bearer, body: { transaction: 'a.b.c', credential: used } },
    'POST /me/passkeys/options': { headers: bearer, body: {} },
    'POST /me/passkeys': {
      headers: bearer,
      body: { transaction: 'a.b.c', credential: made, name: '내 휴대폰' },
    },
    'PATCH /me/passkeys/{id}': { headers: bearer, path: stranger, body: { name: '내 휴대폰' } },
    'DELETE /me/passkeys/{id}': { headers: bearer, path: stranger },
    'POST /verification': { body: { channel: 'email', to: 'a@example.com', purpose: 'sign_in' } },
    'POST /verification/confirm': { body: { verificationId: v7(), code: '000000' } },
    'POST /logout': {
      headers: bearerOf(leaving),
      body: { refreshToken: leaving.refreshToken ?? '', everywhere: false },
    },
    'POST /me/deactivate': { headers: bearerOf(pausing), body: {} },
    'POST /reactivate': { body: { token: 'a.b.c' } },
    'GET /me': { headers: bearer },
    'PATCH /me': { headers: bearer, body: { name: '김민지', locale: 'ko', birth } },
    'DELETE /me': { headers: bearer },
    'POST /identity-verification': { headers: bearer, body: { codeChallenge: codeChallenge } },
    'POST /identity-verification/confirm': {
      headers: bearer,
      body: { identityVerificationId: v7(), codeVerifier: member.secret.codeVerifier },
    },
    'GET /me/consents': { headers: bearer },
    'POST /me/consents': { headers: bearer, body: { consents: [marketing] } },
    'GET /me/sessions': { headers: bearer },
    'DELETE /me/sessions/{id}': { headers: bearer, path: { id: v7() } },
    'GET /webhooks/{provider}': { headers: fromKakao, query: notice },
    'POST /webhooks/{provider}': { headers: { ...fromKakao, ...asForm }, form: notice },
    'GET /terms': {},
    'GET /service/members': { headers: support, query: { email: 'nobody@example.com' } },
    'GET /service/members/{id}': { headers: support, path: stranger },
    'GET /service/members/{id}/history': { headers: support, path: stranger, query: { before: v7() } },
    'POST /service/members/{id}/suspend': { headers: support, path: stranger, body: {} },
    'POST /service/members/{id}/unsuspend': { headers: support, path: stranger, body: {} },
    'POST /service/members/{id}/deactivate': { headers: support, path: stranger, body: {} },
    'POST /service/members/{id}/reactivate': { headers: support, path: stranger, body: {} },
    'POST /service/members/{id}/close': { headers: support, path: stranger, body: {} },
    'POST /service/members/{id}/sign-out': { headers: support, path: stranger, body: {} },
    'POST /service/members/{id}/unlink': {
      headers: support,
      path: stranger,
      body: { provider: 'kakao', subject: '1', force: false },
    },
    'POST /service/members/{id}/remove-passkey': {
      headers: support,
      path: stranger,
      body: { passkey: v7(), force: false },
    },
    'GET /.well-known/jwks.json': {},
    'GET /.well-known/openid-configuration': {},
    'GET /.well-known/oauth-authorization-server': {},
    'GET /login': {},
    'GET /openapi.json': {},
    'GET /problems/{code}': { path: { code: 'not_found' } },
    'GET /health': {},
  } satisfies Readonly<Record<DoorName, ValidInput>>
}

/** The forms of what an authenticator says. */
const bytes = 'A'.repeat(43)
const used = {
  id: bytes,
  type: 'public-key',
  response: { clientDataJSON: bytes, authenticatorData: bytes, signature: bytes, userHandle: bytes },
}
const made = {
  id: bytes,
  type: 'public-key',
  response: { clientDataJSON: bytes, attestationObject: bytes, transports: ['internal'] },
}

/** The id of nobody. */
const stranger = { id: v7() }
const marketing = { tag: 'marketing', version: '2026-01', agreed: false }
const birth = { year: 1990, monthDay: '0301', calendar: 'solar' }
const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
const bearerOf = ({ accessToken }: Visitor): Texts => ({ authorization: `Bearer ${accessToken}` })

/** The request of a browser at the callback. */
async function providerLogin(person: Visitor): Promise<ValidInput> {
  await person.startRedirect()
  const query = Object.fromEntries(new URL(person.consent('minji')).searchParams)
  return { query, cookies: person.cookies.all() }
}

/** The request of a client at the callback. */
async function directArrival(person: Visitor) {
  await person.startDirect()
  const { transaction, secret } = person
  return { transaction, codeVerifier: secret.codeVerifier, ...providerAnswerIn(person.consent('minji')) }
}

/** The answer to the question whether the twin is the member. */
async function question(twin: Visitor) {
  const linkToken = textIn(await twin.redirect('twin'), 'linkToken')
  return { linkToken, codeVerifier: twin.secret.codeVerifier, consent: true }
}

/** The completion of a sign-up. */
async function registration(person: Visitor) {
  const { body } = await person.redirect('malsoon')
  return {
    registerToken: body['registerToken'],
    codeVerifier: person.secret.codeVerifier,
    ...identityIn(body),
    name: '강말순',
    consents: [marketing],
  }
}
