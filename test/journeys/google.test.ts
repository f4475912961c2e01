import { describe, expect } from 'vitest'
import { atGoogle } from '../support/people-at-google.ts'
import { settle } from '../support/people-of-the-service.ts'
import { newSecret, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Google gives the profile in one call, vouches for the mailboxes that Google runs, and ends a connection only for a
 * token of the person.
 */

const company = (key: string, hd?: string) => ({
  address: `${key}@company.example`,
  verified: true,
  ...(hd !== undefined && { hd }),
})
const cast = [
  ...['new', 'back', 'unlinks', 'late', 'swept', 'sdk'].map((key) => atGoogle(key)),
  atGoogle('declines', { email: company('declines', 'company.example'), name: '박거절' }),
  atGoogle('worker', { email: company('worker', 'company.example'), name: '이직원' }),
  atGoogle('former', { email: company('former'), name: '오래전' }),
  atGoogle('before', { consented: true }),
  atGoogle('yesterday', { signedInSecondsAgo: 86_400 }),
  atGoogle('just-now', { signedInSecondsAgo: 30 }),
]
const idOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

const it = testWithStack({ casts: { google: cast } })
it.afterEach(async ({ stack }) => {
  google(stack).heal()
  await expectSoundTable(stack)
})

const google = (stack: TestStack) => stack.standIns.google
const phone = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'google' })
const asked = (stack: TestStack, before = 0) =>
  google(stack)
    .requests.slice(before)
    .map(({ path }) => path)

/** A member with Google and a password. */
async function withTwoWays(stack: TestStack, key: string): Promise<Visitor> {
  const person = phone(stack)
  await settle(stack, { email: `${key}.member@example.com`, password: usualPassword })
  await person.passwordLogin(`${key}.member@example.com`)
  expect((await person.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  return person
}

describe.each(['redirect', 'direct'] as const)('a person with Google, by %s', (way) => {
  it('joins by one call, and returns by one', async ({ stack }) => {
    const key = way === 'direct' ? 'new' : 'back'
    const person = phone(stack)
    const before = google(stack).requests.length
    expect((await person[way](key)).body).toMatchObject({
      outcome: 'registration_required',
      identity: { provider: 'google', subject: idOf(key) },
      profile: { email: `${key}@gmail.com`, emailVerified: true, name: `김${key}` },
      missing: [],
    })
    expect(asked(stack, before).filter((path) => path !== '/oauth2/v3/certs')).toEqual(['/token'])
    expect(await person.register()).toMatchObject({ status: 201, body: { created: true } })
    expect((await person.me()).body).toMatchObject({
      emailVerified: true,
      methods: ['google', 'email_code'].toSorted(),
    })
    const again = google(stack).requests.length
    expect((await phone(stack)[way](key)).body).toMatchObject({ outcome: 'signed_in', created: false })
    expect(asked(stack, again)).toEqual(['/token'])
  })
})

it('joins and signs in by a mobile app’s id_token as well', async ({ stack }) => {
  const person = phone(stack)
  const { body } = await person.startDirect()
  const { idToken } = google(stack).nativeTokens('sdk', { nonce: String(body['nonce']) })
  expect((await person.finishDirect({ idToken })).body).toMatchObject({ outcome: 'registration_required' })
  expect((await person.register()).status).toBe(201)
  const later = phone(stack)
  await later.startDirect()
  const { accessToken } = google(stack).nativeTokens('sdk', {})
  expect((await later.finishDirect({ accessToken })).body).toMatchObject({ outcome: 'signed_in' })
})

it('signs in on a page by One Tap, whose id_token is for the web client', async ({ stack }) => {
  const page = visitor(stack, { client: 'web', provider: 'google' })
  const { body } = await page.startDirect()
  const idToken = google(stack).signIdToken({ nonce: String(body['nonce']), sub: '117000000000000004242' })
  expect((await page.finishDirect({ idToken })).body).toMatchObject({ outcome: 'registration_required' })
})

describe('an address at Google', () => {
  it('of a Workspace is vouched for, so consent is enough', async ({ stack }) => {
    await settle(stack, { name: '이직원', email: 'worker@company.example', password: usualPassword })
    const person = phone(stack)
    expect((await person.direct('worker')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await person.link()).body).toMatchObject({ outcome: 'signed_in', created: false })
  })

  it('outside Google was verified only once, so it needs proof and gives a hint', async ({ stack }) => {
    await settle(stack, { name: '오래전', email: 'former@company.example', password: usualPassword })
    const person = phone(stack)
    expect((await person.direct('former')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ email: 'f*****@company.example' }],
    })
  })
})

describe('ending a connection at Google', () => {
  it('uses the token of the visit, for a visitor who declines', async ({ stack }) => {
    await settle(stack, { name: '박거절', email: 'declines@company.example', password: usualPassword })
    const person = phone(stack)
    expect((await person.redirect('declines')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await person.decline()).body).toEqual({ outcome: 'declined' })
    expect(google(stack).isConnected('declines')).toBe(false)
  })

  it('uses the stored token for a member who unlinks after a long time and many visits', async ({
    stack,
  }) => {
    const person = await withTwoWays(stack, 'unlinks')
    await phone(stack).redirect('unlinks')
    await phone(stack).direct('unlinks')
    stack.advanceClock(100 * 86_400)
    await person.passwordLogin('unlinks.member@example.com')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(google(stack).isConnected('unlinks')).toBe(false)
  })

  it('is retried when Google did not respond', async ({ stack }) => {
    const person = await withTwoWays(stack, 'late')
    stack.advanceClock(3600)
    await person.sweep()
    await person.passwordLogin('late.member@example.com')
    google(stack).fail('/revoke', 'unavailable')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    google(stack).heal()
    const before = google(stack).requests.length
    stack.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 1, failed: 0 })
    expect(asked(stack, before)).toEqual(['/revoke'])
    expect((await person.sweep()).body).toMatchObject({ due: 0 })
  })

  it('uses the access token of the visit, where Google gives no other token', async ({ stack }) => {
    await phone(stack).redirect('before')
    stack.advanceClock(1860)
    expect((await phone(stack).sweep()).body).toMatchObject({ ended: 1, failed: 0 })
    expect(google(stack).isConnected('before')).toBe(false)
  })

  it('is given up where no token was stored, and the operators are notified', async ({ stack }) => {
    const person = phone(stack)
    const { body } = await person.startDirect()
    const { idToken } = google(stack).nativeTokens('swept', { nonce: String(body['nonce']) })
    await person.finishDirect({ idToken })
    stack.advanceClock(1860)
    expect((await person.sweep()).body).toMatchObject({ ended: 0, failed: 1 })
    expect((await person.sweep()).body).toMatchObject({ due: 0 })
  })
})

describe('a project at Google with session claims switched on', () => {
  const lacking = {
    code: 'provider_grant_invalid',
    detail:
      '그 서비스에 로그인한 지 오래되었습니다. 그 서비스에서 로그아웃하고 다시 로그인한 다음, 처음부터 다시 시도해 주세요.',
  }
  const member = async (stack: TestStack, key: string) => {
    const person = phone(stack)
    await settle(stack, { email: `${key}.claims@example.com`, password: usualPassword })
    await person.passwordLogin(`${key}.claims@example.com`)
    return person
  }

  it('tells a member whose session there is a day old what is lacking, by redirect and by a call', async ({
    stack,
  }) => {
    const person = await member(stack, 'yesterday')
    expect((await person.startLink('yesterday', {}, 'direct')).body).toMatchObject(lacking)
    expect((await person.startLink('yesterday', {}, 'redirect')).body).toMatchObject(lacking)
  })

  it('lets a member add and use an account there after a sign-in of now', async ({ stack }) => {
    const person = await member(stack, 'just-now')
    expect((await person.startLink('just-now', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect((await person.reauth('just-now')).body).toMatchObject({ outcome: 'reauthenticated' })
  })

  it('signs in by an old session there', async ({ stack }) => {
    expect((await phone(stack).direct('yesterday')).body).toMatchObject({ outcome: 'registration_required' })
  })
})

it.for(['link', 'reauth'] as const)(
  'tells a member what is lacking for %s on a session at Google of yesterday',
  async (intent, { stack }) => {
    const person = phone(stack)
    await settle(stack, { email: `${intent}.old@example.com`, password: usualPassword })
    await person.passwordLogin(`${intent}.old@example.com`)
    const { codeVerifier, codeChallenge } = newSecret()
    const started = await person.call('POST', '/login/google', {
      bearer: person.accessToken,
      body: { clientId: 'app', codeChallenge, intent },
    })
    const { nonce, transaction } = started.body
    const yesterday = Math.floor(Date.now() / 1000) - 86_400
    const idToken = google(stack).signIdToken({ nonce, sub: idOf('late'), auth_time: yesterday })
    const body = { transaction, codeVerifier, idToken }
    expect(await person.call('POST', '/callback/google', { body })).toMatchObject({
      status: 400,
      body: { code: 'provider_grant_invalid', detail: expect.stringContaining('로그아웃하고 다시 로그인') },
    })
  },
)
