import { describe, expect } from 'vitest'
import type { NaverPersona } from '../../lib/stand-ins/naver/persona.ts'
import { left } from '../support/closing-steps.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* Naver verifies nothing, gives an id and a profile, and ends a connection only with a stored token of a visit. */

const cast: readonly NaverPersona[] = [
  ...['new', 'back', 'declined', 'gone', 'late', 'only', 'waits', 'swept', 'alone'].map((key) =>
    atNaver(key),
  ),
  atNaver('child', { birthyear: `${new Date().getFullYear() - 11}`, birthday: '05-05' }),
]
const idOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

const it = testWithStack({ casts: { naver: cast } })
it.afterEach(async ({ stack }) => {
  naver(stack).heal()
  await expectSoundTable(stack)
})

const naver = (stack: TestStack) => stack.standIns.naver
const phone = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'naver' })
const asked = (stack: TestStack, before = 0) =>
  naver(stack)
    .requests.slice(before)
    .map(({ path }) => path)

/** A member with Naver and a password. */
async function withTwoWays(stack: TestStack, key: string): Promise<Visitor> {
  const person = phone(stack)
  await settle(stack, { email: `${key}.member@example.com`, password: usualPassword })
  await person.passwordLogin(`${key}.member@example.com`)
  expect((await person.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  return person
}

describe.each(['redirect', 'direct'] as const)('a person with Naver, by %s', (way) => {
  it('joins with an unverified address, and returns by two calls', async ({ stack }) => {
    const key = way === 'direct' ? 'new' : 'back'
    const person = phone(stack)
    expect((await person[way](key)).body).toMatchObject({
      outcome: 'registration_required',
      identity: { provider: 'naver', subject: idOf(key) },
      profile: { email: `${key}@example.com`, emailVerified: false, name: `김${key}` },
      missing: [],
      verify: ['email', 'phone'],
    })
    expect(await person.register()).toMatchObject({ status: 201, body: { created: true } })
    expect((await person.me()).body).toMatchObject({
      emailVerified: false,
      phoneVerified: false,
      methods: ['naver'],
      identities: [{ provider: 'naver', subject: idOf(key) }],
    })
    const before = naver(stack).requests.length
    expect((await phone(stack)[way](key)).body).toMatchObject({ outcome: 'signed_in', created: false })
    expect(asked(stack, before)).toEqual(['/oauth2/token', '/v1/nid/me'])
  })
})

describe('ending a connection at Naver', () => {
  it('uses the token of the visit for a child', async ({ stack }) => {
    expect((await phone(stack).direct('child')).body).toMatchObject({ code: 'guardian_consent_required' })
    expect(naver(stack).isConnected('child')).toBe(false)
  })

  it('uses the token of the visit for a visitor who declines', async ({ stack }) => {
    await settle(stack, { email: 'declined@example.com', password: usualPassword })
    const person = phone(stack)
    await person.direct('declined')
    expect((await person.registerProving('declined@example.com')).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
    expect((await person.decline()).body).toEqual({ outcome: 'declined' })
    expect(naver(stack).isConnected('declined')).toBe(false)
  })

  it('uses the stored token for a member who unlinks', async ({ stack }) => {
    const person = await withTwoWays(stack, 'gone')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(naver(stack).isConnected('gone')).toBe(false)
  })

  it('is retried when Naver did not respond', async ({ stack }) => {
    const person = await withTwoWays(stack, 'late')
    naver(stack).fail('/oauth2.0/revoke', 'server_error')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    naver(stack).heal()
    const before = naver(stack).requests.length
    stack.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 1, failed: 0 })
    expect(asked(stack, before)).toEqual(['/oauth2.0/revoke'])
    expect((await person.sweep()).body).toMatchObject({ due: 0 })
  })

  it('uses the token of the visit for a visitor who does not return', async ({ stack }) => {
    await phone(stack).direct('swept')
    expect(naver(stack).isConnected('swept')).toBe(true)
    stack.advanceClock(3600)
    await phone(stack).sweep()
    expect(naver(stack).isConnected('swept')).toBe(false)
  })
})

describe('a member who removes the service in the settings of Naver', () => {
  it('loses that sign-in method, and is notified; Naver gets 204', async ({ stack }) => {
    const person = await withTwoWays(stack, 'only')
    expect(await naver(stack).unlinkFromOutside('only')).toBe(204)
    const byPassword = phone(stack)
    await byPassword.passwordLogin('only.member@example.com')
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: 'naver', state: 'unlinked_by_provider' }],
    })
    expect((await person.me()).status).toBe(200)
  })

  it('and links again keeps the new link when the same notice is repeated', async ({ stack }) => {
    const person = phone(stack)
    await person.passwordLogin('only.member@example.com')
    expect((await person.startLink('only', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect(await naver(stack).noticeUnlinked('only')).toBe(204)
    expect((await person.me()).body).toMatchObject({ identities: [{ provider: 'naver' }] })
  })

  it('during a pending visit cannot complete the visit', async ({ stack }) => {
    const person = phone(stack)
    await person.direct('waits')
    expect(await naver(stack).unlinkFromOutside('waits')).toBe(204)
    expect((await person.register()).status).toBeGreaterThanOrEqual(400)
    expect((await phone(stack).signUp('waits')).status).toBe(201)
  })

  it('with no other lead is the same member after returning, and can be disconnected again', async ({
    stack,
  }) => {
    const person = phone(stack)
    await person.signUp('alone')
    const { body: before } = await person.me()
    expect(await naver(stack).unlinkFromOutside('alone')).toBe(204)
    expect((await person.me()).status).toBe(401)
    const back = phone(stack)
    expect((await back.direct('alone')).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
      member: { id: before['id'] },
    })
    await left(back)
    expect(naver(stack).isConnected('alone')).toBe(false)
  })

  it('and is unknown here causes no failure', async ({ stack }) => {
    expect(await naver(stack).noticeUnlinked('declined')).toBe(204)
  })
})
