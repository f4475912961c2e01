import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { atGithub } from '../support/people-at-github.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/*
 * GitHub has no id_token, reports errors with status 200, verifies an address only once, and ends a connection only
 * for a live access token. An expired access token is renewed by a refresh token that works once.
 */

const cast = [
  ...['new', 'back', 'unlinks', 'late', 'lost', 'sdk', 'matches'].map((key) => atGithub(key)),
  atGithub('refuses', { refusesEmail: true }),
]
const idOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack({ casts: { github: cast } })
})
afterEach(async () => {
  github().heal()
  await expectSoundTable(stack)
})
afterAll(() => stack.stop())

const github = () => stack.standIns.github
const phone = () => visitor(stack, { client: 'app', provider: 'github' })
const asked = (before = 0) =>
  github()
    .requests.slice(before)
    .map(({ path }) => path)
const grant = '/applications/Ov23liLocalClient/grant'

async function withTwoWays(key: string): Promise<Visitor> {
  const person = phone()
  await settle(stack, { email: `${key}.member@example.com`, password: usualPassword })
  await person.passwordLogin(`${key}.member@example.com`)
  expect((await person.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  return person
}

describe.each(['redirect', 'direct'] as const)('a person with GitHub, by %s', (way) => {
  it('joins by three calls, with all 64 bits of the id, and returns by two', async () => {
    const key = way === 'direct' ? 'new' : 'back'
    const person = phone()
    const before = github().requests.length
    expect((await person[way](key)).body).toMatchObject({
      outcome: 'registration_required',
      identity: { provider: 'github', subject: idOf(key) },
      profile: { email: `${key}@example.com`, emailVerified: true, nickname: key },
      missing: [],
    })
    expect(asked(before)).toEqual(['/login/oauth/access_token', '/user', '/user/emails'])
    expect(await person.register()).toMatchObject({ status: 201, body: { created: true } })
    const again = github().requests.length
    expect((await phone()[way](key)).body).toMatchObject({ outcome: 'signed_in', created: false })
    expect(asked(again)).toEqual(['/login/oauth/access_token', '/user'])
  })
})

it('needs proof for the address and name of a member, since GitHub verified the address only once', async () => {
  await settle(stack, { name: '김matches', email: 'matches@example.com', password: usualPassword })
  expect((await phone().direct('matches')).body).toMatchObject({
    outcome: 'link_proof_required',
    candidates: [{ email: 'm*****@example.com' }],
  })
})

it('is refused and disconnected without an address, and may try again', async () => {
  const person = phone()
  expect((await person.direct('refuses')).body).toMatchObject({
    code: 'mandatory_items_not_agreed',
    items: ['email'],
  })
  expect(github().isConnected('refuses')).toBe(false)
})

it('joins by a mobile app’s access token, which works once', async () => {
  const person = phone()
  await person.startDirect()
  const accessToken = github().nativeAccessToken('sdk')
  expect((await person.finishDirect({ accessToken })).body).toMatchObject({
    outcome: 'registration_required',
  })
  expect((await person.register()).status).toBe(201)
  const thief = phone()
  await thief.startDirect()
  expect((await thief.finishDirect({ accessToken })).body).toMatchObject({ code: 'token_used' })
})

describe('ending a connection at GitHub', () => {
  it('uses the token of the latest visit, though GitHub revoked those of the first', async () => {
    const person = await withTwoWays('unlinks')
    for (let visit = 1; visit <= 11; visit += 1) await phone().direct('unlinks')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(github().isConnected('unlinks')).toBe(false)
  })

  it('succeeds when only the response was lost', async () => {
    const person = await withTwoWays('late')
    stack.advanceClock(3600)
    await person.sweep()
    await person.passwordLogin('late.member@example.com')
    github().fail(grant, 'server_error', 1)
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    github().heal()
    stack.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 1, failed: 0 })
    expect(github().isConnected('late')).toBe(false)
  })

  it('is given up, and told to the operators, when the response to the token renewal was lost', async () => {
    const person = await withTwoWays('lost')
    github().fail('/login/oauth/access_token', 'server_error')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    github().heal()
    stack.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 0, failed: 1 })
    expect((await person.sweep()).body).toMatchObject({ due: 0 })
  })
})
