import { afterEach, describe, expect, vi } from 'vitest'
import { handler as passwordLogin } from '../../functions/password-login.ts'
import { handler as verification } from '../../functions/verification.ts'
import type { Handler } from '../../lib/http/door.ts'
import { bringAlong, codeTo, correspondent, goodPassword } from '../support/address-steps.ts'
import { memberByEmail } from '../support/address-world.ts'
import { context, eventOf } from '../support/events.ts'
import { textIn } from '../support/read-response.ts'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'

/*
 * Mallory wants Minji locked out. He types wrong passwords at her address, asks for codes to it, again and again and for
 * every purpose, and hopes that a limit is full when she comes, or that her code dies. Or nobody is malicious at all: a
 * whole office, or the customers of a carrier, share one address.
 * Defence: limits count failures, for each source by itself before they count for all. Purposes count apart, and a new
 * code ends no other.
 */

const minji = 'minji@example.com'
const it = testWithStack()
it.beforeAll(({ stack }) => bringAlong(stack, memberByEmail(minji)))
afterEach(() => vi.useRealTimers())

/** A request as the gateway passes it on from this source. Gives the status and the body. */
async function from(sourceIp: string, door: [string, Handler], body: object) {
  const event = eventOf(door[0], { body, headers: { origin: undefined } })
  event.requestContext.http.sourceIp = sourceIp
  const response = await door[1](event, context)
  const parsed: Record<string, unknown> = JSON.parse(response.body ?? '{}')
  return { status: response.statusCode ?? 0, body: parsed }
}
const signIn = (sourceIp: string, identifier: string, password: string) =>
  from(sourceIp, ['POST /login/password', passwordLogin], { clientId: 'app', identifier, password })
const askFor = (sourceIp: string, to: string, purpose: string) =>
  from(sourceIp, ['POST /verification', verification], { channel: 'email', to, purpose })
const confirm = (verificationId: unknown, code: string) =>
  from('192.0.2.1', ['POST /verification/confirm', verification], { verificationId, code })

describe('wrong passwords from elsewhere', () => {
  it('leave the right one from another source alone', async ({ stack }) => {
    afterQuietDay(stack)
    for (let guess = 0; guess < 11; guess += 1) await signIn('203.0.113.1', minji, `wrong ${guess}`)
    expect((await signIn('203.0.113.1', minji, goodPassword)).status).toBe(429)
    expect((await signIn('203.0.113.2', minji, goodPassword)).status).toBe(200)
  })
})

describe('a whole day of wrong passwords from everywhere', () => {
  const failures = 100

  it('leaves a device alone that has signed in before: an app by its token', async ({ stack }) => {
    afterQuietDay(stack)
    const before = await signIn('192.0.2.1', minji, goodPassword)
    const deviceToken = String(before.body['deviceToken'])
    for (let source = 0; source <= failures; source += 1) {
      await signIn(`203.0.113.${source}`, minji, 'a wrong password')
    }
    expect((await signIn('192.0.2.1', minji, goodPassword)).status).toBe(429)
    const shown = { clientId: 'app', identifier: minji, password: goodPassword, deviceToken }
    const door: [string, Handler] = ['POST /login/password', passwordLogin]
    expect((await from('192.0.2.1', door, shown)).status).toBe(200)
  })

  it('leaves a browser alone that has signed in before, by its cookie', async ({ stack }) => {
    afterQuietDay(stack)
    const browser = visitor(stack)
    expect((await browser.passwordLogin(minji, goodPassword)).status).toBe(200)
    await browser.logout()
    for (let source = 0; source <= failures; source += 1) {
      await signIn(`203.0.113.${source}`, minji, 'a wrong password')
    }
    expect((await visitor(stack).passwordLogin(minji, goodPassword)).status).toBe(429)
    expect((await browser.passwordLogin(minji, goodPassword)).status).toBe(200)
  })

  it('is no longer for a device that another member has signed in on', async ({ stack }) => {
    afterQuietDay(stack)
    const mallory = 'mallory@example.com'
    await bringAlong(stack, memberByEmail(mallory))
    const own = await signIn('192.0.2.1', mallory, goodPassword)
    const deviceToken = String(own.body['deviceToken'])
    const guess = { clientId: 'app', identifier: minji, password: 'a wrong password', deviceToken }
    const statuses: number[] = []
    for (let time = 0; time < 11; time += 1) {
      statuses.push((await from('192.0.2.2', ['POST /login/password', passwordLogin], guess)).status)
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429])
  })
})

describe('codes that somebody else asks for', () => {
  it('for signing up keep no code for signing in from their owner', async ({ stack }) => {
    afterQuietDay(stack)
    for (let source = 0; source < 20; source += 1) await askFor(`203.0.113.${source}`, minji, 'sign_up')
    expect((await askFor('203.0.113.1', minji, 'sign_up')).status).toBe(429)
    expect((await askFor('192.0.2.1', minji, 'sign_in')).status).toBe(202)
    expect((await askFor('192.0.2.1', minji, 'contact')).status).toBe(202)
  })

  it('from one source keep no code from the owner at another, at the same moment', async ({ stack }) => {
    afterQuietDay(stack)
    await askFor('203.0.113.1', minji, 'sign_in')
    expect((await askFor('203.0.113.1', minji, 'sign_in')).status).toBe(429)
    expect((await askFor('192.0.2.1', minji, 'sign_in')).status).toBe(202)
  })

  it('end no code that is on its way', async ({ stack }) => {
    afterQuietDay(stack)
    const asked = await askFor('192.0.2.1', minji, 'sign_in')
    const code = await codeTo(stack, minji)
    for (let source = 0; source < 5; source += 1) await askFor(`203.0.113.${source}`, minji, 'sign_in')
    expect((await confirm(asked.body['verificationId'], code)).status).toBe(200)
  })

  it('are never more than pauses: within three hours one more goes out', async ({ stack }) => {
    afterQuietDay(stack)
    for (let minute = 0; minute < 180; minute += 1) {
      await askFor(`198.51.100.${minute}`, minji, 'sign_in')
      stack.advanceClock(60)
    }
    const refused = await askFor('192.0.2.1', minji, 'sign_in')
    const wait = refused.status === 202 ? 0 : Number(refused.body['retryAfter'])
    expect(wait).toBeLessThanOrEqual(3 * 3600)
    stack.advanceClock(wait)
    expect((await askFor('192.0.2.1', minji, 'sign_in')).status).toBe(refused.status === 202 ? 429 : 202)
  })
})

describe('an office or a carrier behind one address', () => {
  const office = '198.51.100.77'

  it('signs in, however many of its people do', async ({ stack }) => {
    afterQuietDay(stack)
    for (let person = 0; person < 150; person += 1) {
      expect((await signIn(office, minji, goodPassword)).status).toBe(200)
    }
  })

  it('signs in also when some of its people mistype, and gets codes', async ({ stack }) => {
    afterQuietDay(stack)
    for (let person = 0; person < 120; person += 1) {
      expect((await signIn(office, `person${person}@example.com`, 'mistyped password')).status).toBe(401)
      expect((await askFor(office, `person${person}@example.com`, 'sign_up')).status).toBe(202)
    }
    expect((await signIn(office, minji, goodPassword)).status).toBe(200)
  })
})

it('a member and a stranger wait alike, with CORS for the client that asked', async ({ stack }) => {
  afterQuietDay(stack)
  // A wait gets shorter while time passes, and a busy machine takes more than a second for ten guesses.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const shapes = []
  for (const identifier of [minji, 'stranger@example.com']) {
    const { byPassword } = correspondent(stack)
    for (let guess = 0; guess < 10; guess += 1) await byPassword(identifier, 'a wrong password')
    const response = await byPassword(identifier, 'a wrong password', {
      headers: { origin: stack.origin },
    })
    const { instance: _, ...body } = Object(response.body)
    shapes.push({
      status: response.status,
      body,
      retryAfter: response.headers.get('retry-after'),
      exposed: response.headers.get('access-control-expose-headers'),
    })
  }
  expect(shapes[0]).toEqual(shapes[1])
  expect(shapes[0]).toMatchObject({
    status: 429,
    retryAfter: '90',
    body: { code: 'too_many_requests' },
    exposed: expect.stringContaining('retry-after'),
  })
})

it('the wait that a refusal names is enough', async ({ stack }) => {
  afterQuietDay(stack)
  const { byPassword } = correspondent(stack)
  for (let guess = 0; guess < 10; guess += 1) await byPassword(minji, 'a wrong password')
  const refused = await byPassword(minji, goodPassword)
  stack.advanceClock(
    Number(textIn({ ...refused, body: { wait: refused.headers.get('retry-after') } }, 'wait')),
  )
  expect((await byPassword(minji, goodPassword)).status).toBe(200)
})
