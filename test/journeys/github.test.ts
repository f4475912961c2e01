import { describe, expect } from 'vitest'
import { atGithub } from '../support/people-at-github.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * GitHub has no id_token, reports errors with status 200, verifies an address only once, and ends a connection only
 * for a live access token. An expired access token is renewed by a refresh token that works once.
 */

const cast = [
  ...['new', 'back', 'unlinks', 'late', 'lost', 'sdk', 'matches'].map((key) => atGithub(key)),
  atGithub('refuses', { refusesEmail: true }),
]
const idOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

const it = testWithStack({ casts: { github: cast } })
it.afterEach(async ({ stack }) => {
  github(stack).heal()
  await expectSoundTable(stack)
})

const github = (stack: TestStack) => stack.standIns.github
const phone = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'github' })
const asked = (stack: TestStack, before = 0) =>
  github(stack)
    .requests.slice(before)
    .map(({ path }) => path)
const grant = '/applications/Ov23liLocalClient/grant'

async function withTwoWays(stack: TestStack, key: string): Promise<Visitor> {
  const person = phone(stack)
  await settle(stack, { email: `${key}.member@example.com`, password: usualPassword })
  await person.passwordLogin(`${key}.member@example.com`)
  expect((await person.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  return person
}

describe.each(['redirect', 'direct'] as const)('a person with GitHub, by %s', (way) => {
  it('joins by three calls, with all 64 bits of the id, and returns by two', async ({ stack }) => {
    const key = way === 'direct' ? 'new' : 'back'
    const person = phone(stack)
    const before = github(stack).requests.length
    expect((await person[way](key)).body).toMatchObject({
      outcome: 'registration_required',
      identity: { provider: 'github', subject: idOf(key) },
      profile: { email: `${key}@example.com`, emailVerified: true, nickname: key },
      missing: [],
    })
    expect(asked(stack, before)).toEqual(['/login/oauth/access_token', '/user', '/user/emails'])
    expect(await person.register()).toMatchObject({ status: 201, body: { created: true } })
    const again = github(stack).requests.length
    expect((await phone(stack)[way](key)).body).toMatchObject({ outcome: 'signed_in', created: false })
    expect(asked(stack, again)).toEqual(['/login/oauth/access_token', '/user'])
  })
})

it('needs proof for the address and name of a member, since GitHub verified the address only once', async ({
  stack,
}) => {
  await settle(stack, { name: '김matches', email: 'matches@example.com', password: usualPassword })
  expect((await phone(stack).direct('matches')).body).toMatchObject({
    outcome: 'link_proof_required',
    candidates: [{ email: 'm*****@example.com' }],
  })
})

it('is refused and disconnected without an address, and may try again', async ({ stack }) => {
  const person = phone(stack)
  expect((await person.direct('refuses')).body).toMatchObject({
    code: 'mandatory_items_not_agreed',
    items: ['email'],
  })
  expect(github(stack).isConnected('refuses')).toBe(false)
})

it('joins by a mobile app’s access token, which works once', async ({ stack }) => {
  const person = phone(stack)
  await person.startDirect()
  const accessToken = github(stack).nativeAccessToken('sdk')
  expect((await person.finishDirect({ accessToken })).body).toMatchObject({
    outcome: 'registration_required',
  })
  expect((await person.register()).status).toBe(201)
  const thief = phone(stack)
  await thief.startDirect()
  expect((await thief.finishDirect({ accessToken })).body).toMatchObject({ code: 'token_used' })
})

describe('ending a connection at GitHub', () => {
  it('uses the token of the latest visit, though GitHub revoked those of the first', async ({ stack }) => {
    const person = await withTwoWays(stack, 'unlinks')
    for (let visit = 1; visit <= 11; visit += 1) await phone(stack).direct('unlinks')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(github(stack).isConnected('unlinks')).toBe(false)
  })

  it('succeeds when only the response was lost', async ({ stack }) => {
    const person = await withTwoWays(stack, 'late')
    stack.advanceClock(3600)
    await person.sweep()
    await person.passwordLogin('late.member@example.com')
    github(stack).fail(grant, 'server_error', 1)
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    github(stack).heal()
    stack.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 1, failed: 0 })
    expect(github(stack).isConnected('late')).toBe(false)
  })

  it('is given up, and told to the operators, when the response to the token renewal was lost', async ({
    stack,
  }) => {
    const person = await withTwoWays(stack, 'lost')
    github(stack).fail('/login/oauth/access_token', 'server_error')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    github(stack).heal()
    stack.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 0, failed: 1 })
    expect((await person.sweep()).body).toMatchObject({ due: 0 })
  })
})
