import { v7 } from 'uuid'
import * as v from 'valibot'
import { describe, expect } from 'vitest'
import type { TestResponse } from '../support/caller.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A member sees the own sessions, and ends the unwanted ones. */

const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  for (const name of ['one', 'two', 'three', 'four']) {
    await settle(stack, { email: `${name}@example.com`, password: usualPassword })
  }
})
it.afterAll(({ stack }) => expectSoundTable(stack))

async function device(stack: TestStack, name: string, client: 'web' | 'app' = 'app'): Promise<Visitor> {
  const person = visitor(stack, { client })
  expect((await person.passwordLogin(`${name}@example.com`)).status).toBe(200)
  return person
}
const listed = (person: Visitor) => person.call('GET', '/me/sessions', { bearer: person.accessToken })
const end = (person: Visitor, id: string) =>
  person.call('DELETE', `/me/sessions/${id}`, { bearer: person.accessToken })

const listSchema = v.object({ sessions: v.array(v.object({ id: v.string(), current: v.boolean() })) })
const sessionsIn = ({ body }: TestResponse) => v.parse(listSchema, body).sessions
async function ownId(person: Visitor): Promise<string> {
  const own = sessionsIn(await listed(person)).find(({ current }) => current)
  if (own === undefined) throw new Error('this device is not on its own list')
  return own.id
}

describe('the list of devices', () => {
  it('shows for each session its device, method and time, marks the current one, and starts with the newest', async ({
    stack,
  }) => {
    const first = await device(stack, 'one')
    stack.advanceClock(60)
    const second = visitor(stack)
    await second.signInByCode('one@example.com')
    stack.advanceClock(60)
    await first.refresh()
    const { status, body } = await listed(first)
    expect(status).toBe(200)
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(body['sessions']).toEqual([
      expect.objectContaining({ clientId: 'web', current: false, methods: ['email_code'], createdAt: time }),
      expect.objectContaining({ clientId: 'app', current: true, methods: ['password'], lastUsedAt: time }),
    ])
    const [, own] = v.parse(v.object({ sessions: v.array(v.record(v.string(), v.unknown())) }), body).sessions
    expect(String(own?.['lastUsedAt']) > String(own?.['createdAt'])).toBe(true)
    expect(Object.keys(own ?? {}).toSorted()).toEqual([
      'clientId',
      'createdAt',
      'current',
      'id',
      'lastUsedAt',
      'methods',
    ])
  })

  it('names each device by the request that opened the session: the client’s own, not the browser’s at the provider', async ({
    stack,
  }) => {
    const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
    const userAgent = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${safari}`
    const browser = visitor(stack, { userAgent })
    await browser.signUp('minji')
    const app = visitor(stack, { client: 'app', userAgent: 'Mokkoji/3.2.1 (Android 14)' })
    await app.startRedirect()
    const callback = await app.call('GET', app.consent('minji'), { headers: { 'user-agent': userAgent } })
    await app.redeemAt(callback)
    const updated = visitor(stack, { client: 'app', userAgent: 'Mokkoji/4.0 (Android 15)' })
    updated.refreshToken = app.refreshToken
    expect((await updated.refresh()).status).toBe(200)
    expect((await updated.reauth('minji')).body['outcome']).toBe('reauthenticated')
    const { body } = await listed(updated)
    expect(body['sessions']).toEqual([
      expect.objectContaining({ device: 'Mokkoji 3.2 · Android', current: true }),
      expect.objectContaining({ device: 'Safari · iPhone', current: false }),
    ])
  })

  it('leaves out expired sessions, and sessions that were ended together', async ({ stack }) => {
    const old = await device(stack, 'two')
    stack.advanceClock(31 * 86_400)
    const now = await device(stack, 'two')
    expect(sessionsIn(await listed(now))).toHaveLength(1)
    expect((await listed(old)).status).toBe(401)
    await now.logout({ everywhere: true })
    stack.advanceClock(1)
    expect(sessionsIn(await listed(await device(stack, 'two')))).toHaveLength(1)
  })

  it('is shown to nobody without a live session', async ({ stack }) => {
    const person = await device(stack, 'two')
    await person.logout()
    expect((await listed(person)).status).toBe(401)
    expect((await visitor(stack).call('GET', '/me/sessions')).status).toBe(401)
  })
})

describe('ending a session', () => {
  it('signs out that device and keeps the others', async ({ stack }) => {
    const [lost, here, other] = [
      await device(stack, 'three'),
      await device(stack, 'three'),
      await device(stack, 'three'),
    ]
    expect((await end(here, await ownId(lost))).status).toBe(204)
    expect((await lost.me()).status).toBe(401)
    expect((await lost.refresh()).status).toBe(401)
    expect([(await here.me()).status, (await other.refresh()).status]).toEqual([200, 200])
  })

  it('answers not found the second time, and for an unknown session', async ({ stack }) => {
    const [lost, here] = [await device(stack, 'three'), await device(stack, 'three')]
    const id = await ownId(lost)
    await end(here, id)
    for (const unknown of [id, v7(), 'x', '%2e%2e', id.toUpperCase()]) {
      expect(await end(here, unknown)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  })

  it('of another member answers not found, and ends nothing', async ({ stack }) => {
    const [victim, mallory] = [await device(stack, 'three'), await device(stack, 'four')]
    expect((await end(mallory, await ownId(victim))).status).toBe(404)
    expect((await victim.me()).status).toBe(200)
  })

  it('that is the current one is a sign-out: the browser drops its cookie, and Kakao gets no call', async ({
    stack,
  }) => {
    const here = await device(stack, 'three', 'web')
    const before = stack.kakao.requests.length
    const response = await end(here, await ownId(here))
    expect(response.status).toBe(204)
    expect(response.headers.getSetCookie()).toEqual([
      '__Host-ieum-refresh-web=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict',
    ])
    expect((await here.me()).status).toBe(401)
    expect(stack.kakao.requests).toHaveLength(before)
  })

  it('needs a live session: an ended session ends no other', async ({ stack }) => {
    const [stolen, mine] = [await device(stack, 'three'), await device(stack, 'three')]
    const id = await ownId(mine)
    await stolen.logout()
    expect((await end(stolen, id)).status).toBe(401)
    expect((await mine.me()).status).toBe(200)
  })

  it('on two devices that end each other signs out at least one of them', async ({ stack }) => {
    for (let round = 0; round < 3; round += 1) {
      const [one, other] = [await device(stack, 'four'), await device(stack, 'four')]
      const [idOfOne, idOfOther] = [await ownId(one), await ownId(other)]
      const responses = await Promise.all([end(one, idOfOther), end(other, idOfOne)])
      expect(responses.map(({ status }) => status).toSorted()[0]).toBe(204)
      const left = [await one.me(), await other.me()].filter(({ status }) => status === 200)
      expect(left.length).toBe(responses.filter(({ status }) => status === 204).length === 2 ? 0 : 1)
    }
  })
})
