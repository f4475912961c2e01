import { describe, expect } from 'vitest'
import { createSigningKeys } from '../../lib/stand-ins/host/oauth/signing-keys.ts'
import type { OidcPersona } from '../../lib/stand-ins/oidc/persona.ts'
import { identityAt } from '../support/people.ts'
import { settle } from '../support/people-of-the-service.ts'
import { textIn } from '../support/read-response.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Apple tells once, in a signed notification, that a person uses the account with us no more, or that the account is gone.
 */

const keys = [
  'revoked',
  'gone',
  'deleted',
  'stays',
  'back',
  'alone',
  'sdk',
  'late',
  'forged',
  'waits',
  'mails',
  'relay',
] as const
type Key = (typeof keys)[number]
const hidden = { address: 'x7k2m9q4wd@privaterelay.appleid.com', verified: true, relay: true } as const
const cast: readonly OidcPersona[] = keys.map((key, index) => ({
  key,
  id: `00300${index % 10}.${`${index}`.padStart(32, 'c')}.0200`,
  name: '유별하',
  note: { ko: '시험', en: 'for a test' },
  email: key === 'relay' ? hidden : { address: `${key}@icloud.com`, verified: true },
}))
const subjectOf = (key: Key): string => cast.find((one) => one.key === key)?.id ?? ''

const it = testWithStack({ casts: { apple: cast }, environment: { IEUM_POLICY: '{}' } })
it.afterEach(({ stack }) => expectSoundTable(stack))

const apple = (stack: TestStack) => stack.standIns.apple
const phone = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'apple' })
const push = (stack: TestStack, payload: unknown) =>
  visitor(stack).call('POST', '/webhooks/apple', { body: { payload }, headers: { origin: undefined } })
const tell = async (stack: TestStack, type: string, persona: Key, at?: Date) =>
  (await push(stack, apple(stack).notification({ type, persona, ...(at && { at }) }))).status

const mailsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).filter((sent) => sent.to === to).map(({ subject }) => subject)
const isIn = async (person: Visitor) => (await person.me()).status === 200

/** A member with a password, who has linked Apple and is signed in by both. */
async function withBoth(stack: TestStack, key: Key) {
  const email = `${key}@members.example`
  await settle(stack, { email, password: usualPassword })
  const byPassword = phone(stack)
  await byPassword.passwordLogin(email)
  expect((await byPassword.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  const byApple = phone(stack)
  expect((await byApple.direct(key)).body).toMatchObject({ outcome: 'signed_in' })
  return { email, byPassword, byApple }
}

describe.each([
  ['consent-revoked', 'revoked'],
  ['account-delete', 'gone'],
  ['account-deleted', 'deleted'],
] as const)('Apple tells %s', (type, key) => {
  it('and the identity ends with the sessions that it opened, and the member is told', async ({ stack }) => {
    const { email, byPassword, byApple } = await withBoth(stack, key)
    apple(stack).disconnect(key)
    expect(await tell(stack, type, key)).toBe(200)
    expect([await isIn(byPassword), await isIn(byApple)]).toEqual([true, false])
    expect((await byApple.refresh()).status).toBe(401)
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: 'apple', state: 'unlinked_by_provider' }],
    })
    expect(await mailsTo(stack, email)).toContain('로그인 방법이 해제되었습니다')
    expect((await byPassword.unlink()).body).toMatchObject({ outcome: 'unlinked' })
  })
})

describe('a notification', () => {
  it('ends no identity whose refresh token Apple still takes, and asks Apple by that token', async ({
    stack,
  }) => {
    const { byPassword } = await withBoth(stack, 'stays')
    expect(await tell(stack, 'consent-revoked', 'stays')).toBe(200)
    expect((await byPassword.me()).body).toMatchObject({
      identities: [identityAt('apple', subjectOf('stays'))],
    })
    expect(apple(stack).requests.at(-1)?.params).toMatchObject({ grant_type: 'refresh_token' })
  })

  it('that comes again does nothing to a person who came back since', async ({ stack }) => {
    const { byPassword } = await withBoth(stack, 'back')
    apple(stack).disconnect('back')
    const payload = apple(stack).notification({ type: 'consent-revoked', persona: 'back' })
    expect((await push(stack, payload)).status).toBe(200)
    const again = phone(stack)
    await again.direct('back')
    expect((await push(stack, payload)).status).toBe(200)
    expect((await byPassword.me()).body).toMatchObject({ identities: [{ provider: 'apple' }] })
  })

  it('leaves the last way in as ended by the provider', async ({ stack }) => {
    const member = phone(stack)
    await member.direct('alone')
    expect((await member.register()).status).toBe(201)
    apple(stack).disconnect('alone')
    expect(await tell(stack, 'account-deleted', 'alone')).toBe(200)
    expect(await isIn(member)).toBe(false)
  })

  it('ends a visit that waits', async ({ stack }) => {
    const visit = phone(stack)
    expect((await visit.direct('waits')).body).toMatchObject({ outcome: 'registration_required' })
    apple(stack).disconnect('waits')
    expect(await tell(stack, 'consent-revoked', 'waits')).toBe(200)
    expect((await visit.register()).status).toBeGreaterThanOrEqual(400)
  })

  it.for(['email-disabled', 'email-enabled', 'something-new', 'constructor', '__proto__'])(
    'of the type %s ends nothing',
    async (type, { stack }) => {
      const before = apple(stack).requests.length
      expect(await tell(stack, type, 'mails')).toBe(200)
      expect(apple(stack).requests).toHaveLength(before)
    },
  )

  it('about nobody of ours is taken and does nothing', async ({ stack }) => {
    expect(await tell(stack, 'account-deleted', 'forged')).toBe(200)
  })
})

describe('the relay of mails', () => {
  const relay = hidden.address
  async function withRelay(stack: TestStack) {
    const member = phone(stack)
    await member.direct('relay')
    expect((await member.registerProving(relay)).status).toBe(201)
    return { member, delivery: async () => (await member.me()).body['delivery'] }
  }

  it('that a person switches off marks the address, until it is on again; a kept notification does nothing', async ({
    stack,
  }) => {
    const { delivery } = await withRelay(stack)
    const old = new Date(Date.now() - 2 * 3_600_000)
    expect(await tell(stack, 'email-disabled', 'relay', old)).toBe(200)
    expect(await delivery()).toBeUndefined()
    expect(await tell(stack, 'email-disabled', 'relay')).toBe(200)
    expect(await tell(stack, 'email-disabled', 'relay')).toBe(200)
    expect(await delivery()).toBe('failing')
    expect(await tell(stack, 'email-enabled', 'relay', old)).toBe(200)
    expect(await delivery()).toBe('failing')
    expect(await tell(stack, 'email-enabled', 'relay')).toBe(200)
    expect(await delivery()).toBeUndefined()
  })

  it('of an address that the member does not have marks nothing', async ({ stack }) => {
    const { byPassword } = await withBoth(stack, 'mails')
    const events = { type: 'email-disabled', sub: subjectOf('mails'), event_time: Date.now(), email: relay }
    const payload = apple(stack).notification(
      { type: 'email-disabled', persona: 'mails' },
      { events: JSON.stringify(events) },
    )
    expect((await push(stack, payload)).status).toBe(200)
    expect((await byPassword.me()).body['delivery']).toBeUndefined()
  })
})

describe('an identity without a token of Apple', () => {
  async function fromTheSdk(stack: TestStack, key: Key): Promise<Visitor> {
    const visit = phone(stack)
    const nonce = textIn(await visit.startDirect(), 'nonce')
    await visit.finishDirect({ idToken: apple(stack).nativeTokens(key, { nonce }).idToken })
    expect((await visit.register({ name: '유별하' })).status).toBe(201)
    return visit
  }

  it('ends by a notification of this hour', async ({ stack }) => {
    const member = await fromTheSdk(stack, 'sdk')
    expect(await tell(stack, 'consent-revoked', 'sdk')).toBe(200)
    expect(await isIn(member)).toBe(false)
  })

  it('stays after an older one, which may have been kept', async ({ stack }) => {
    const member = await fromTheSdk(stack, 'late')
    expect(await tell(stack, 'consent-revoked', 'late', new Date(Date.now() - 2 * 3_600_000))).toBe(200)
    expect(await isIn(member)).toBe(true)
  })
})

describe('a forged notification', () => {
  const about = { type: 'consent-revoked', persona: 'forged' } as const
  it.for<[string, (stack: TestStack) => unknown, number]>([
    [
      'signed by somebody else',
      (stack) => createSigningKeys().sign({ iss: apple(stack).origin, events: '{}' }),
      400,
    ],
    ['of another issuer', (stack) => apple(stack).notification(about, { iss: 'https://apple.example' }), 400],
    ['for another team', (stack) => apple(stack).notification(about, { aud: 'com.mallory' }), 400],
    [
      'of tomorrow',
      (stack) => apple(stack).notification({ ...about, at: new Date(Date.now() + 86_400_000) }),
      400,
    ],
    ['an id_token', (stack) => apple(stack).nativeTokens('forged', { nonce: 'n' }).idToken, 400],
    ['without an event', (stack) => apple(stack).notification(about, { events: undefined }), 400],
    ['with an event that is no JSON', (stack) => apple(stack).notification(about, { events: '{' }), 400],
    [
      'with a person that is none',
      (stack) => apple(stack).notification(about, { events: '{"type":"consent-revoked"}' }),
      400,
    ],
    ['that is no token', () => 'made-up', 400],
    ['that is no text', () => 7, 415],
    ['that is missing', () => undefined, 415],
  ])('%s changes nothing', async ([_, payload, status], { stack }) => {
    const { byApple } = forged
    const before = apple(stack).requests.length
    expect((await push(stack, payload(stack))).status).toBe(status)
    expect(
      apple(stack)
        .requests.slice(before)
        .every(({ path }) => path === '/auth/keys'),
    ).toBe(true)
    expect(await isIn(byApple)).toBe(true)
  })

  let forged: Awaited<ReturnType<typeof withBoth>>
  it.beforeAll(async ({ stack }) => {
    forged = await withBoth(stack, 'forged')
  })

  it.for([
    ['apple', 'application/secevent+jwt', 415],
    ['apple', 'application/x-www-form-urlencoded', 404],
    ['apple', 'text/plain', 415],
    ['google', 'application/json', 415],
    ['github', 'application/json', 404],
  ] as const)('at %s as %s is refused', async ([provider, type, status], { stack }) => {
    const payload = apple(stack).notification(about)
    const bodies: Readonly<Record<string, string>> = {
      'application/secevent+jwt': payload,
      'application/x-www-form-urlencoded': `payload=${payload}`,
    }
    const body = bodies[type] ?? JSON.stringify({ payload })
    const headers = { origin: undefined, 'content-type': type }
    expect((await visitor(stack).call('POST', `/webhooks/${provider}`, { body, headers })).status).toBe(
      status,
    )
    expect(await isIn(forged.byApple)).toBe(true)
  })
})
