import { describe, expect } from 'vitest'
import { atGoogle } from '../support/people-at-google.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Google and Kakao tell in signed events that an account there is in other hands, or that a person has ended the
 * connection (RFC 8417, RFC 8935).
 */

const risc = 'https://schemas.openid.net/secevent/risc/event-type'
const oauth = 'https://schemas.openid.net/secevent/oauth/event-type'

const keys = ['hijacked', 'replayed', 'removed', 'stays', 'alone', 'forged'] as const
type Key = (typeof keys)[number]
const casts = {
  google: keys.map((key) => atGoogle(key)),
  kakao: keys.map((key) => atKakao(key)),
}
type Sender = keyof typeof casts

const it = testWithStack({ casts: { google: casts.google }, personas: casts.kakao })
it.afterEach(({ stack }) => expectSoundTable(stack))

const standIns = {
  google: (stack: TestStack) => stack.standIns.google,
  kakao: (stack: TestStack) => stack.kakao,
}
const audiences = { google: 'local-web.apps.googleusercontent.com', kakao: 'local-rest-api-key' }
const subjectOf = (sender: Sender, key: Key): string =>
  `${casts[sender].find((persona) => persona.key === key)?.id}`
const phone = (stack: TestStack, provider: Sender) => visitor(stack, { client: 'app', provider })

/** The whole second that begins next: an event of this moment, in the precision of its claims. */
const soon = () => Math.ceil(Date.now() / 1000)

interface Event {
  readonly sender: Sender
  readonly key: Key
  readonly uri: string
  readonly said?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
}

/** A token as the provider signs it. */
function eventToken(stack: TestStack, { sender, key, uri, said, claims }: Event): string {
  const sub = subjectOf(sender, key)
  const { origin } = standIns[sender](stack)
  // Google writes its issuer with a slash in events.
  const iss = sender === 'google' ? `${origin}/` : origin
  const subject = { subject_type: 'iss-sub', iss, sub }
  const usual = {
    iss,
    aud: audiences[sender],
    sub,
    iat: soon(),
    exp: undefined,
    azp: undefined,
    jti: 'event-1',
  }
  return standIns[sender](stack).signIdToken(
    { ...usual, events: { [uri]: { subject, ...said } }, ...claims },
    { typ: 'secevent+jwt' },
  )
}

const push = (stack: TestStack, sender: Sender, body: string) =>
  visitor(stack).call('POST', `/webhooks/${sender}`, {
    body,
    headers: { 'content-type': 'application/secevent+jwt', origin: undefined },
  })
const tell = async (stack: TestStack, event: Event) =>
  (await push(stack, event.sender, eventToken(stack, event))).status

const mailsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).filter((sent) => sent.to === to).map(({ subject }) => subject)
const isIn = async (person: Visitor) => (await person.me()).status === 200

let members = 0

/** A member with a password, who has linked the provider and is signed in by both. */
async function withBoth(stack: TestStack, sender: Sender, key: Key) {
  members += 1
  const email = `${key}-${members}@members.example`
  await settle(stack, { email, password: usualPassword })
  const byPassword = phone(stack, sender)
  await byPassword.passwordLogin(email)
  expect((await byPassword.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  const byProvider = phone(stack, sender)
  expect((await byProvider.direct(key)).body).toMatchObject({ outcome: 'signed_in' })
  return { email, byPassword, byProvider }
}

describe.each(['google', 'kakao'] as const)('%s tells that its sessions of a person ended', (sender) => {
  it('so ours that it opened end too, the others stay, and the member is told', async ({ stack }) => {
    const { email, byPassword, byProvider } = await withBoth(stack, sender, 'hijacked')
    const said = { reason: 'hijacking' }
    expect(await tell(stack, { sender, key: 'hijacked', uri: `${risc}/account-disabled`, said })).toBe(202)
    expect([await isIn(byPassword), await isIn(byProvider)]).toEqual([true, false])
    expect((await byProvider.refresh()).status).toBe(401)
    expect(await mailsTo(stack, email)).toContainEqual(expect.stringMatching(/계정을 확인해 주세요$/))
    expect((await phone(stack, sender).direct('hijacked')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('and an old event that comes again ends no session that was opened since', async ({ stack }) => {
    const { email } = await withBoth(stack, sender, 'replayed')
    const event = { sender, key: 'replayed', uri: `${risc}/sessions-revoked` } as const
    const token = eventToken(stack, { ...event, claims: { iat: Math.floor(Date.now() / 1000) - 60 } })
    const before = (await mailsTo(stack, email)).length
    expect((await push(stack, sender, token)).status).toBe(202)
    const back = phone(stack, sender)
    expect((await back.direct('replayed')).body).toMatchObject({ outcome: 'signed_in' })
    expect((await push(stack, sender, token)).status).toBe(202)
    expect(await isIn(back)).toBe(true)
    expect(await mailsTo(stack, email)).toHaveLength(before)
  })
})

describe.each([
  ['google', `${oauth}/tokens-revoked`],
  ['google', `${risc}/account-purged`],
  ['kakao', `${oauth}/user-unlinked`],
] as const)('%s tells %s', (sender, uri) => {
  it('and the identity ends if the provider confirms it, with the sessions that it opened', async ({
    stack,
  }) => {
    const { email, byPassword, byProvider } = await withBoth(stack, sender, 'removed')
    standIns[sender](stack).disconnect('removed')
    expect(await tell(stack, { sender, key: 'removed', uri })).toBe(202)
    expect([await isIn(byPassword), await isIn(byProvider)]).toEqual([true, false])
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: sender, state: 'unlinked_by_provider' }],
    })
    expect(await mailsTo(stack, email)).toContain('로그인 방법이 해제되었습니다')
    expect((await byPassword.unlink()).body).toMatchObject({ outcome: 'unlinked' })
  })

  it('and who is still connected keeps the identity', async ({ stack }) => {
    const { byPassword } = await withBoth(stack, sender, 'stays')
    expect(await tell(stack, { sender, key: 'stays', uri })).toBe(202)
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: sender, state: 'linked' }],
    })
    expect((await byPassword.unlink()).body).toMatchObject({ outcome: 'unlinked' })
  })
})

describe('an event', () => {
  it.for([
    ['kakao', `${oauth}/user-linked`],
    ['kakao', `${oauth}/user-scope-consent`],
    ['kakao', `${oauth}/tokens-revoked`],
    ['google', `${risc}/verification`],
    ['google', `${risc}/account-disabled`],
    ['google', `${risc}/account-credential-change-required`],
  ] as const)('of %s, %s, ends nothing', async ([sender, uri], { stack }) => {
    const person = phone(stack, sender)
    const key = sender === 'google' ? 'alone' : 'forged'
    await person.signUp(key)
    await person.direct(key)
    expect(await tell(stack, { sender, key, uri, said: { reason: 'bulk-account' } })).toBe(202)
    expect(await isIn(person)).toBe(true)
  })

  it('about somebody whom nobody here knows is accepted', async ({ stack }) => {
    expect(await tell(stack, { sender: 'google', key: 'forged', uri: `${risc}/sessions-revoked` })).toBe(202)
  })

  it.for<[string, Partial<Event['claims']>]>([
    ['of another issuer', { iss: 'https://accounts.example.com' }],
    ['for another app', { aud: 'somebody-elses-client' }],
    ['without a time', { iat: undefined }],
    ['from the future', { iat: Math.floor(Date.now() / 1000) + 3600 }],
    ['without an id', { jti: undefined }],
    ['that is no event', { events: undefined }],
  ])('%s is refused', async ([_, claims], { stack }) => {
    const event = { sender: 'google', key: 'alone', uri: `${risc}/sessions-revoked` } as const
    expect(await tell(stack, { ...event, claims: { ...claims } })).toBe(400)
  })

  it('for us among others is accepted', async ({ stack }) => {
    const event = { sender: 'google', key: 'alone', uri: `${risc}/verification` } as const
    expect(await tell(stack, { ...event, claims: { aud: ['another', audiences.google] } })).toBe(202)
  })

  it('that somebody else signed, or that is no token, is refused', async ({ stack }) => {
    const byKakao = eventToken(stack, { sender: 'kakao', key: 'alone', uri: `${risc}/sessions-revoked` })
    expect((await push(stack, 'google', byKakao)).status).toBe(400)
    expect((await push(stack, 'google', 'x')).status).toBe(400)
    expect((await push(stack, 'google', '')).status).toBe(400)
    expect((await push(stack, 'google', standIns.google(stack).signIdToken({}, {}))).status).toBe(400)
  })

  it('of a provider that sends none is not found', async ({ stack }) => {
    const token = eventToken(stack, { sender: 'google', key: 'alone', uri: `${risc}/sessions-revoked` })
    const { status } = await visitor(stack).call('POST', '/webhooks/github', {
      body: token,
      headers: { 'content-type': 'application/secevent+jwt', origin: undefined },
    })
    expect(status).toBe(404)
  })

  it('never passes as an id_token', async ({ stack }) => {
    const idToken = eventToken(stack, {
      sender: 'google',
      key: 'alone',
      uri: `${risc}/sessions-revoked`,
      claims: { exp: soon() + 600 },
    })
    const person = phone(stack, 'google')
    const { body } = await person.call('POST', '/login/google', {
      body: { clientId: 'app', codeChallenge: 'x'.repeat(43) },
    })
    const { status } = await person.call('POST', '/callback/google', {
      body: { transaction: body['transaction'], codeVerifier: 'x'.repeat(43), idToken },
    })
    expect(status).toBe(400)
  })
})
