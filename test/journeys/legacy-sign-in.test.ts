import { aroundAll, describe, expect } from 'vitest'
import { type HooksModule, hooksModule } from '../support/hooks.ts'
import { type Overheard, overhear } from '../support/overheard.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** The old system of a service: it compares a password itself, and tells nobody a hash. */
const hooks = `
  async legacySignIn({ identifier, password }) {
    const asked = Reflect.get(globalThis, 'askedOldSystem')
    asked.push(identifier)
    const member = Reflect.get(globalThis, 'oldSystem').get(identifier)
    if (member === undefined) return undefined
    if (member === 'throws') throw new Error(identifier + password)
    if (member === 'hangs') return new Promise(() => {})
    return member.old === password ? member.row : undefined
  },`

const password = 'old password of 2009'
const asked: string[] = []
const rows = new Map<string, unknown>()
const admit = (identifier: string, row: object) => rows.set(identifier, { old: password, row })

let service: HooksModule
let heard: Overheard
aroundAll(async (runTests) => {
  Reflect.set(globalThis, 'oldSystem', rows)
  Reflect.set(globalThis, 'askedOldSystem', asked)
  service = hooksModule(hooks)
  await runTests()
  service.remove()
  Reflect.deleteProperty(globalThis, 'oldSystem')
  Reflect.deleteProperty(globalThis, 'askedOldSystem')
})
const it = testWithStack(() => ({ environment: service.environment }))
it.beforeAll(() => {
  heard = overhear()
})
it.afterAll(() => {
  heard.stop()
})

const meOf = async (who: Visitor) => (await who.call('GET', '/me', { bearer: who.accessToken })).body

describe('the first sign-in of a member of the old system', () => {
  it('brings the member, with the password', async ({ stack }) => {
    admit('haneul@example.com', {
      externalId: 'old-1',
      email: 'haneul@example.com',
      emailVerified: true,
      name: '문하늘',
      joinedAt: new Date('2019-05-17T01:00:00Z'),
      attributes: { position: 'designer' },
    })
    const who = visitor(stack, { client: 'app' })
    const response = await who.passwordLogin('haneul@example.com', password)
    expect(response).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { externalId: 'old-1' } },
    })
    expect(await meOf(who)).toMatchObject({
      name: '문하늘',
      emailVerified: true,
      attributes: { position: 'designer' },
      createdAt: '2019-05-17T01:00:00.000Z',
    })
  })

  it('is the only one that asks the old system', async ({ stack }) => {
    const before = asked.length
    const who = visitor(stack, { client: 'app' })
    expect((await who.passwordLogin('haneul@example.com', password)).status).toBe(200)
    expect((await who.passwordLogin('haneul@example.com', 'another password')).status).toBe(401)
    expect(asked.length).toBe(before)
  })

  it('takes a number or a login ID as well', async ({ stack }) => {
    admit('+821055550001', { externalId: 'old-2', phone: '010-5555-0001', name: '한바다' })
    admit('bada.han', { externalId: 'old-3', loginId: 'Bada.Han', name: '한바다' })
    const who = visitor(stack, { client: 'app' })
    expect((await who.passwordLogin('010-5555-0001', password)).status).toBe(200)
    expect((await who.passwordLogin('Bada.Han', password)).status).toBe(200)
    expect(await meOf(who)).toMatchObject({ loginId: 'Bada.Han' })
  })

  it('gives a member who is there no other identifier', async ({ stack }) => {
    admit('first.id', { externalId: 'old-5', loginId: 'first.id' })
    admit('second.id', { externalId: 'old-5', loginId: 'second.id' })
    admit('second@example.com', { externalId: 'old-5', email: 'second@example.com' })
    const who = visitor(stack, { client: 'app' })
    expect((await who.passwordLogin('first.id', password)).status).toBe(200)
    expect((await who.passwordLogin('second.id', password)).status).toBe(401)
    expect((await who.passwordLogin('second@example.com', password)).status).toBe(401)
  })

  it('makes one member, even twice at once', async ({ stack }) => {
    admit('twice@example.com', { externalId: 'old-4', email: 'twice@example.com' })
    const both = [visitor(stack, { client: 'app' }), visitor(stack, { client: 'app' })]
    const responses = await Promise.all(both.map((who) => who.passwordLogin('twice@example.com', password)))
    expect(responses.map(({ status }) => status)).toEqual([200, 200])
    const ids = responses.map(({ body }) => Reflect.get(Object(body['member']), 'id'))
    expect(new Set(ids).size).toBe(1)
  })

  it.for([
    ['deactivated', 401, 'member_deactivated'],
    ['suspended', 403, 'member_suspended'],
  ] as const)('obeys the status %s', async ([status, expected, code], { stack }) => {
    const email = `${status}@example.com`
    admit(email, { externalId: `old-${status}`, email, emailVerified: true, status })
    const response = await visitor(stack, { client: 'app' }).passwordLogin(email, password)
    expect(response).toMatchObject({ status: expected, body: { code } })
  })
})

describe('a stranger to both systems', () => {
  it('is told what a wrong password is told', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const unknown = await who.passwordLogin('nobody@example.com', password)
    admit('wrong@example.com', { externalId: 'old-wrong', email: 'wrong@example.com' })
    const wrong = await who.passwordLogin('wrong@example.com', 'not this one')
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    const { instance: _, ...rest } = unknown.body
    expect(wrong.body).toMatchObject(rest)
  })

  it('is counted like who guesses at a member, and then asks nobody any more', async ({ stack }) => {
    admit('guessed@example.com', { externalId: 'old-guessed', email: 'guessed@example.com' })
    const who = visitor(stack, { client: 'app' })
    for (let guess = 1; guess <= 10; guess += 1) {
      expect((await who.passwordLogin('guessed@example.com', `guess ${guess}`)).status).toBe(401)
    }
    const before = asked.length
    expect((await who.passwordLogin('guessed@example.com', password)).status).toBe(429)
    expect(asked.length).toBe(before)
  })
})

describe('an old system that fails', () => {
  it.for([
    ['throws', 'throws', 'threw'],
    ['hangs', 'hangs', 'timed_out'],
    ['tells a text', { old: password, row: 'yes' }, 'unusable_result'],
    ['tells a member without an id', { old: password, row: { email: 'EMAIL' } }, 'unusable_result'],
    [
      'tells another member',
      { old: password, row: { externalId: 'x', email: 'other@example.com' } },
      'unusable_result',
    ],
    [
      'tells a field that nobody knows',
      { old: password, row: { externalId: 'x', mail: 'EMAIL' } },
      'unusable_result',
    ],
    [
      'tells a status that nobody knows',
      { old: password, row: { externalId: 'x', email: 'EMAIL', status: 'vip' } },
      'unusable_result',
    ],
  ] as const)(
    'because it %s is a problem of its own, and nobody is made',
    async ([name, member, reason], { stack }) => {
      const email = `${name.replaceAll(' ', '-')}@example.com`
      const told: unknown = JSON.parse(JSON.stringify(member).replaceAll('EMAIL', email))
      rows.set(email, told)
      const before = heard.log.length
      const who = visitor(stack, { client: 'app' })
      const response = await who.passwordLogin(email, password)
      expect(response).toMatchObject({ status: 503, body: { code: 'hook_failed' } })
      const lines = heard.log.slice(before).map((line): unknown => JSON.parse(line))
      expect(lines).toContainEqual(expect.objectContaining({ hook: 'legacySignIn', reason }))
      expect(heard.everything()).not.toContain(email)
      expect(heard.everything()).not.toContain(password)
      rows.delete(email)
      expect((await who.passwordLogin(email, password)).status).toBe(401)
    },
  )
})
