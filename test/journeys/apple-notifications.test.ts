import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSigningKeys } from '../../lib/stand-ins/host/oauth/signing-keys.ts'
import type { OidcPersona } from '../../lib/stand-ins/oidc/persona.ts'
import { identityAt } from '../support/people.ts'
import { settle } from '../support/people-of-the-service.ts'
import { textIn } from '../support/read-response.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

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

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack({ casts: { apple: cast }, environment: { IEUM_POLICY: '{}' } })
})
afterEach(() => expectSoundTable(stack))
afterAll(() => stack.stop())

const apple = () => stack.standIns.apple
const phone = () => visitor(stack, { client: 'app', provider: 'apple' })
const push = (payload: unknown) =>
  visitor(stack).call('POST', '/webhooks/apple', { body: { payload }, headers: { origin: undefined } })
const tell = async (type: string, persona: Key, at?: Date) =>
  (await push(apple().notification({ type, persona, ...(at && { at }) }))).status

const mailsTo = async (to: string) =>
  (await stack.outbox()).filter((sent) => sent.to === to).map(({ subject }) => subject)
const isIn = async (person: Visitor) => (await person.me()).status === 200

/** A member with a password, who has linked Apple and is signed in by both. */
async function withBoth(key: Key) {
  const email = `${key}@members.example`
  await settle(stack, { email, password: usualPassword })
  const byPassword = phone()
  await byPassword.passwordLogin(email)
  expect((await byPassword.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  const byApple = phone()
  expect((await byApple.direct(key)).body).toMatchObject({ outcome: 'signed_in' })
  return { email, byPassword, byApple }
}

describe.each([
  ['consent-revoked', 'revoked'],
  ['account-delete', 'gone'],
  ['account-deleted', 'deleted'],
] as const)('Apple tells %s', (type, key) => {
  it('and the identity ends with the sessions that it opened, and the member is told', async () => {
    const { email, byPassword, byApple } = await withBoth(key)
    apple().disconnect(key)
    expect(await tell(type, key)).toBe(200)
    expect([await isIn(byPassword), await isIn(byApple)]).toEqual([true, false])
    expect((await byApple.refresh()).status).toBe(401)
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: 'apple', state: 'unlinked_by_provider' }],
    })
    expect(await mailsTo(email)).toContain('로그인 방법이 해제되었습니다')
    expect((await byPassword.unlink()).body).toMatchObject({ outcome: 'unlinked' })
  })
})

describe('a notification', () => {
  it('ends no identity whose refresh token Apple still takes, and asks Apple by that token', async () => {
    const { byPassword } = await withBoth('stays')
    expect(await tell('consent-revoked', 'stays')).toBe(200)
    expect((await byPassword.me()).body).toMatchObject({
      identities: [identityAt('apple', subjectOf('stays'))],
    })
    expect(apple().requests.at(-1)?.params).toMatchObject({ grant_type: 'refresh_token' })
  })

  it('that comes again does nothing to a person who came back since', async () => {
    const { byPassword } = await withBoth('back')
    apple().disconnect('back')
    const payload = apple().notification({ type: 'consent-revoked', persona: 'back' })
    expect((await push(payload)).status).toBe(200)
    const again = phone()
    await again.direct('back')
    expect((await push(payload)).status).toBe(200)
    expect((await byPassword.me()).body).toMatchObject({ identities: [{ provider: 'apple' }] })
  })

  it('leaves the last way in as ended by the provider', async () => {
    const member = phone()
    await member.direct('alone')
    expect((await member.register()).status).toBe(201)
    apple().disconnect('alone')
    expect(await tell('account-deleted', 'alone')).toBe(200)
    expect(await isIn(member)).toBe(false)
  })

  it('ends a visit that waits', async () => {
    const visit = phone()
    expect((await visit.direct('waits')).body).toMatchObject({ outcome: 'registration_required' })
    apple().disconnect('waits')
    expect(await tell('consent-revoked', 'waits')).toBe(200)
    expect((await visit.register()).status).toBeGreaterThanOrEqual(400)
  })

  it.each(['email-disabled', 'email-enabled', 'something-new', 'constructor', '__proto__'])(
    'of the type %s ends nothing',
    async (type) => {
      const before = apple().requests.length
      expect(await tell(type, 'mails')).toBe(200)
      expect(apple().requests).toHaveLength(before)
    },
  )

  it('about nobody of ours is taken and does nothing', async () => {
    expect(await tell('account-deleted', 'forged')).toBe(200)
  })
})

describe('the relay of mails', () => {
  const relay = hidden.address
  async function withRelay() {
    const member = phone()
    await member.direct('relay')
    expect((await member.registerProving(relay)).status).toBe(201)
    return { member, delivery: async () => (await member.me()).body['delivery'] }
  }

  it('that a person switches off marks the address, until it is on again; a kept notification does nothing', async () => {
    const { delivery } = await withRelay()
    const old = new Date(Date.now() - 2 * 3_600_000)
    expect(await tell('email-disabled', 'relay', old)).toBe(200)
    expect(await delivery()).toBeUndefined()
    expect(await tell('email-disabled', 'relay')).toBe(200)
    expect(await tell('email-disabled', 'relay')).toBe(200)
    expect(await delivery()).toBe('failing')
    expect(await tell('email-enabled', 'relay', old)).toBe(200)
    expect(await delivery()).toBe('failing')
    expect(await tell('email-enabled', 'relay')).toBe(200)
    expect(await delivery()).toBeUndefined()
  })

  it('of an address that the member does not have marks nothing', async () => {
    const { byPassword } = await withBoth('mails')
    const events = { type: 'email-disabled', sub: subjectOf('mails'), event_time: Date.now(), email: relay }
    const payload = apple().notification(
      { type: 'email-disabled', persona: 'mails' },
      { events: JSON.stringify(events) },
    )
    expect((await push(payload)).status).toBe(200)
    expect((await byPassword.me()).body['delivery']).toBeUndefined()
  })
})

describe('an identity without a token of Apple', () => {
  async function fromTheSdk(key: Key): Promise<Visitor> {
    const visit = phone()
    const nonce = textIn(await visit.startDirect(), 'nonce')
    await visit.finishDirect({ idToken: apple().nativeTokens(key, { nonce }).idToken })
    expect((await visit.register({ name: '유별하' })).status).toBe(201)
    return visit
  }

  it('ends by a notification of this hour', async () => {
    const member = await fromTheSdk('sdk')
    expect(await tell('consent-revoked', 'sdk')).toBe(200)
    expect(await isIn(member)).toBe(false)
  })

  it('stays after an older one, which may have been kept', async () => {
    const member = await fromTheSdk('late')
    expect(await tell('consent-revoked', 'late', new Date(Date.now() - 2 * 3_600_000))).toBe(200)
    expect(await isIn(member)).toBe(true)
  })
})

describe('a forged notification', () => {
  const about = { type: 'consent-revoked', persona: 'forged' } as const
  it.each<[string, () => unknown, number]>([
    ['signed by somebody else', () => createSigningKeys().sign({ iss: apple().origin, events: '{}' }), 400],
    ['of another issuer', () => apple().notification(about, { iss: 'https://apple.example' }), 400],
    ['for another team', () => apple().notification(about, { aud: 'com.mallory' }), 400],
    ['of tomorrow', () => apple().notification({ ...about, at: new Date(Date.now() + 86_400_000) }), 400],
    ['an id_token', () => apple().nativeTokens('forged', { nonce: 'n' }).idToken, 400],
    ['without an event', () => apple().notification(about, { events: undefined }), 400],
    ['with an event that is no JSON', () => apple().notification(about, { events: '{' }), 400],
    [
      'with a person that is none',
      () => apple().notification(about, { events: '{"type":"consent-revoked"}' }),
      400,
    ],
    ['that is no token', () => 'made-up', 400],
    ['that is no text', () => 7, 415],
    ['that is missing', () => undefined, 415],
  ])('%s changes nothing', async (_, payload, status) => {
    const { byApple } = forged
    const before = apple().requests.length
    expect((await push(payload())).status).toBe(status)
    expect(
      apple()
        .requests.slice(before)
        .every(({ path }) => path === '/auth/keys'),
    ).toBe(true)
    expect(await isIn(byApple)).toBe(true)
  })

  let forged: Awaited<ReturnType<typeof withBoth>>
  beforeAll(async () => {
    forged = await withBoth('forged')
  })

  it.each([
    ['apple', 'application/secevent+jwt', 415],
    ['apple', 'application/x-www-form-urlencoded', 404],
    ['apple', 'text/plain', 415],
    ['google', 'application/json', 415],
    ['github', 'application/json', 404],
  ])('at %s as %s is refused', async (provider, type, status) => {
    const payload = apple().notification(about)
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
