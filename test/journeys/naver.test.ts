import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { NaverPersona } from '../../lib/stand-ins/naver/persona.ts'
import { left } from '../support/closing-steps.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/* Naver verifies nothing, gives an id and a profile, and ends a connection only with a stored token of a visit. */

const cast: readonly NaverPersona[] = [
  ...['new', 'back', 'declined', 'gone', 'late', 'only', 'waits', 'swept', 'alone'].map((key) =>
    atNaver(key),
  ),
  atNaver('child', { birthyear: `${new Date().getFullYear() - 11}`, birthday: '05-05' }),
]
const idOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack({ casts: { naver: cast } })
})
afterEach(async () => {
  naver().heal()
  await expectSoundTable(stack)
})
afterAll(() => stack.stop())

const naver = () => stack.standIns.naver
const phone = () => visitor(stack, { client: 'app', provider: 'naver' })
const asked = (before = 0) =>
  naver()
    .requests.slice(before)
    .map(({ path }) => path)

/** A member with Naver and a password. */
async function withTwoWays(key: string): Promise<Visitor> {
  const person = phone()
  await settle(stack, { email: `${key}.member@example.com`, password: usualPassword })
  await person.passwordLogin(`${key}.member@example.com`)
  expect((await person.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  return person
}

describe.each(['redirect', 'direct'] as const)('a person with Naver, by %s', (way) => {
  it('joins with an unverified address, and returns by two calls', async () => {
    const key = way === 'direct' ? 'new' : 'back'
    const person = phone()
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
    const before = naver().requests.length
    expect((await phone()[way](key)).body).toMatchObject({ outcome: 'signed_in', created: false })
    expect(asked(before)).toEqual(['/oauth2/token', '/v1/nid/me'])
  })
})

describe('ending a connection at Naver', () => {
  it('uses the token of the visit for a child', async () => {
    expect((await phone().direct('child')).body).toMatchObject({ code: 'guardian_consent_required' })
    expect(naver().isConnected('child')).toBe(false)
  })

  it('uses the token of the visit for a visitor who declines', async () => {
    await settle(stack, { email: 'declined@example.com', password: usualPassword })
    const person = phone()
    await person.direct('declined')
    expect((await person.registerProving('declined@example.com')).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
    expect((await person.decline()).body).toEqual({ outcome: 'declined' })
    expect(naver().isConnected('declined')).toBe(false)
  })

  it('uses the stored token for a member who unlinks', async () => {
    const person = await withTwoWays('gone')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(naver().isConnected('gone')).toBe(false)
  })

  it('is retried when Naver did not respond', async () => {
    const person = await withTwoWays('late')
    naver().fail('/oauth2.0/revoke', 'server_error')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    naver().heal()
    const before = naver().requests.length
    stack.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 1, failed: 0 })
    expect(asked(before)).toEqual(['/oauth2.0/revoke'])
    expect((await person.sweep()).body).toMatchObject({ due: 0 })
  })

  it('uses the token of the visit for a visitor who does not return', async () => {
    await phone().direct('swept')
    expect(naver().isConnected('swept')).toBe(true)
    stack.advanceClock(3600)
    await phone().sweep()
    expect(naver().isConnected('swept')).toBe(false)
  })
})

describe('a member who removes the service in the settings of Naver', () => {
  it('loses that sign-in method, and is notified; Naver gets 204', async () => {
    const person = await withTwoWays('only')
    expect(await naver().unlinkFromOutside('only')).toBe(204)
    const byPassword = phone()
    await byPassword.passwordLogin('only.member@example.com')
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: 'naver', state: 'unlinked_by_provider' }],
    })
    expect((await person.me()).status).toBe(200)
  })

  it('and links again keeps the new link when the same notice is repeated', async () => {
    const person = phone()
    await person.passwordLogin('only.member@example.com')
    expect((await person.startLink('only', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect(await naver().noticeUnlinked('only')).toBe(204)
    expect((await person.me()).body).toMatchObject({ identities: [{ provider: 'naver' }] })
  })

  it('during a pending visit cannot complete the visit', async () => {
    const person = phone()
    await person.direct('waits')
    expect(await naver().unlinkFromOutside('waits')).toBe(204)
    expect((await person.register()).status).toBeGreaterThanOrEqual(400)
    expect((await phone().signUp('waits')).status).toBe(201)
  })

  it('with no other lead is the same member after returning, and can be disconnected again', async () => {
    const person = phone()
    await person.signUp('alone')
    const { body: before } = await person.me()
    expect(await naver().unlinkFromOutside('alone')).toBe(204)
    expect((await person.me()).status).toBe(401)
    const back = phone()
    expect((await back.direct('alone')).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
      member: { id: before['id'] },
    })
    await left(back)
    expect(naver().isConnected('alone')).toBe(false)
  })

  it('and is unknown here causes no failure', async () => {
    expect(await naver().noticeUnlinked('declined')).toBe(204)
  })
})
