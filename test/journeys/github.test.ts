import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { atGithub } from '../support/people-at-github.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundHouse } from '../support/table-of.ts'

/*
 * GitHub has no id_token, says no with status 200, has verified an address once, and ends a connection only for a live
 * access token: one that has run out by then is renewed, by a token that works once.
 */

const cast = [
  ...['new', 'back', 'unlinks', 'late', 'lost', 'sdk', 'matches'].map((key) => atGithub(key)),
  atGithub('refuses', { refusesEmail: true }),
]
const idOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

let house: TestHouse
beforeAll(async () => {
  house = await openHouse({ casts: { github: cast } })
})
afterEach(async () => {
  github().heal()
  await expectSoundHouse(house)
})
afterAll(() => house.stop())

const github = () => house.standIns.github
const phone = () => visitor(house, { client: 'app', provider: 'github' })
const asked = (before = 0) =>
  github()
    .requests.slice(before)
    .map(({ path }) => path)
const grant = '/applications/Ov23liLocalClient/grant'

async function withTwoWays(key: string): Promise<Visitor> {
  const person = phone()
  await settle(house, { email: `${key}.member@example.com`, password: usualPassword })
  await person.passwordLogin(`${key}.member@example.com`)
  expect((await person.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  return person
}

describe.each(['redirect', 'direct'] as const)('somebody who comes by %s', (way) => {
  it('joins by three calls, with all 64 bits of the id, and comes back by two', async () => {
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

it('an address and a name that are a member’s take proof: GitHub verified the address once', async () => {
  await settle(house, { name: '김matches', email: 'matches@example.com', password: usualPassword })
  expect((await phone().direct('matches')).body).toMatchObject({
    outcome: 'link_proof_required',
    candidates: [{ email: 'm*****@example.com' }],
  })
})

it('who leaves the address out is turned away, disconnected, and may try again', async () => {
  const person = phone()
  expect((await person.direct('refuses')).body).toMatchObject({
    code: 'mandatory_items_not_agreed',
    items: ['email'],
  })
  expect(github().isConnected('refuses')).toBe(false)
})

it('a mobile app’s access token signs up, and nobody can use it again', async () => {
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
  it('takes the token of the latest visit, though GitHub dropped those of the first', async () => {
    const person = await withTwoWays('unlinks')
    for (let visit = 1; visit <= 11; visit += 1) await phone().direct('unlinks')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(github().isConnected('unlinks')).toBe(false)
  })

  it('is done when only the answer to it was lost', async () => {
    const person = await withTwoWays('late')
    house.advanceClock(3600)
    await person.sweep()
    await person.passwordLogin('late.member@example.com')
    github().fail(grant, 'server_error', 1)
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    github().heal()
    house.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 1, failed: 0 })
    expect(github().isConnected('late')).toBe(false)
  })

  it('is given up, and told to the operators, when the answer to renewing the token was lost', async () => {
    const person = await withTwoWays('lost')
    github().fail('/login/oauth/access_token', 'server_error')
    expect((await person.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    github().heal()
    house.advanceClock(3600)
    expect((await person.sweep()).body).toMatchObject({ ended: 0, failed: 1 })
    expect((await person.sweep()).body).toMatchObject({ due: 0 })
  })
})
