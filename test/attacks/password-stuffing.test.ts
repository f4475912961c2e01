import { describe, expect } from 'vitest'
import { handler } from '../../functions/password-login.ts'
import { defaultLimits, limitsOf } from '../../lib/domain/limits/stage-limits.ts'
import { bringAlong, correspondent, goodPassword } from '../support/address-steps.ts'
import { memberByEmail } from '../support/address-world.ts'
import { context, eventOf } from '../support/events.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'

/*
 * Mallory bought a list of leaked addresses and passwords. From one machine she tries each pair once. From a thousand
 * machines she tries one address with the whole list. Between two guesses she signs in to an own account, hoping that
 * a success resets the count, and she sends headers that name another machine each time.
 * Defence: failures count for an identifier from one source tightly, for an identifier loosely and for a source loosely.
 * A success counts nothing and resets nothing. The source is the gateway's peer, never a header.
 */

/** A source gets fewer failures than by default, which keeps the stories short. */
const perSourceAndHour = 60
const { failuresHere, failures, failuresOfSource } = limitsOf({
  ...defaultLimits,
  failures: { ...defaultLimits.failures, perSourceAndHour },
})

const it = testWithStack({
  environment: { IEUM_LIMITS: JSON.stringify({ failures: { perSourceAndHour } }) },
})
it.beforeAll(async ({ stack }) => {
  await bringAlong(stack, memberByEmail('victim@example.com'))
  await bringAlong(stack, memberByEmail('mallory@example.com'))
})

/** An attempt as the gateway passes it on from this machine. */
async function from(sourceIp: string, identifier: string, password: string, headers = {}): Promise<number> {
  const event = eventOf('POST /login/password', {
    body: { clientId: 'app', identifier, password },
    headers: { origin: undefined, ...headers },
  })
  event.requestContext.http.sourceIp = sourceIp
  return (await handler(event, context)).statusCode ?? 0
}

describe('trying many addresses from one machine', () => {
  it('ends at the limit of the source, even for a right password', async ({ stack }) => {
    afterQuietDay(stack)
    const ip = '203.0.113.5'
    for (let tries = 0; tries < failuresOfSource.max; tries += 1) {
      // Signing in to an own account in between changes nothing.
      if (tries % 20 === 10) expect(await from(ip, 'mallory@example.com', goodPassword)).toBe(200)
      expect(await from(ip, `leaked${tries}@example.com`, 'leaked password')).toBe(401)
    }
    expect(await from(ip, 'leaked@example.com', 'leaked password')).toBe(429)
    expect(await from(ip, 'mallory@example.com', goodPassword)).toBe(429)
    expect(await from('203.0.113.6', 'mallory@example.com', goodPassword)).toBe(200)
  })

  it('counts a whole network of one customer as one source', async ({ stack }) => {
    afterQuietDay(stack)
    const statuses = new Set<number>()
    for (let tries = 0; tries <= failuresOfSource.max; tries += 1) {
      statuses.add(
        await from(`2001:db8:1:2::${tries.toString(16)}`, `v6${tries}@example.com`, 'leaked password'),
      )
    }
    expect([...statuses]).toEqual([401, 429])
  })
})

describe('trying one address', () => {
  it('from one machine ends after ten guesses', async ({ stack }) => {
    afterQuietDay(stack)
    const statuses: number[] = []
    for (let guess = 0; guess <= failuresHere.max; guess += 1) {
      statuses.push(await from('198.51.100.1', 'victim@example.com', `leaked ${guess}`))
    }
    expect(statuses).toEqual([...Array(failuresHere.max).fill(401), 429])
  })

  it('from many machines ends at the limit of the identifier', async ({ stack }) => {
    afterQuietDay(stack)
    const statuses: number[] = []
    for (let machine = 0; machine <= failures.max; machine += 1) {
      statuses.push(await from(`198.51.100.${machine}`, 'victim@example.com', `leaked ${machine}`))
    }
    expect(statuses).toEqual([...Array(failures.max).fill(401), 429])
    // Once a pause is over, one more passes, and the right password signs in.
    stack.advanceClock(60)
    expect(await from('192.0.2.1', 'victim@example.com', goodPassword)).toBe(200)
  })

  it('gives no more guesses to requests at once', async ({ stack }) => {
    afterQuietDay(stack)
    const guesses = Array.from({ length: 40 }, (_, guess) =>
      from('198.51.100.2', 'victim@example.com', `leaked ${guess}`),
    )
    const statuses = await Promise.all(guesses)
    expect(statuses.filter((status) => status === 401)).toHaveLength(failuresHere.max)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
  })
})

describe('pretending to be another machine', () => {
  it.for(['x-forwarded-for', 'forwarded', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip'])(
    'does not help by %s',
    async (header, { stack }) => {
      afterQuietDay(stack)
      const statuses: number[] = []
      for (let tries = 0; tries <= failuresHere.max; tries += 1) {
        const forged = { [header]: header === 'forwarded' ? `for=192.0.2.${tries}` : `192.0.2.${tries}` }
        statuses.push(await from('203.0.113.7', 'victim@example.com', `leaked ${tries}`, forged))
      }
      expect(statuses.at(-1)).toBe(429)
    },
  )

  it('does not help a source either', async ({ stack }) => {
    afterQuietDay(stack)
    let last = 0
    for (let tries = 0; tries <= failuresOfSource.max; tries += 1) {
      const forged = { 'x-forwarded-for': `192.0.2.${tries}` }
      last = await from('203.0.113.8', `forged${tries}@example.com`, 'leaked password', forged)
    }
    expect(last).toBe(429)
  })
})

describe('locking a member out', () => {
  it('does not work from one machine: the right password signs in from any other', async ({ stack }) => {
    afterQuietDay(stack)
    for (let guess = 0; guess < 30; guess += 1) {
      await from('203.0.113.9', 'victim@example.com', `wrong ${guess}`)
    }
    const victim = correspondent(stack)
    expect((await victim.byPassword('victim@example.com', goodPassword)).status).toBe(200)
  })

  it('from many machines keeps every other sign-in method open', async ({ stack }) => {
    afterQuietDay(stack)
    for (let machine = 0; machine <= failures.max; machine += 1) {
      await from(`203.0.113.${machine}`, 'victim@example.com', `wrong ${machine}`)
    }
    const victim = correspondent(stack)
    expect((await victim.byPassword('victim@example.com', goodPassword)).status).toBe(429)
    const byCode = await victim.byCode(await victim.prove('victim@example.com', 'sign_in'))
    expect(byCode).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })
})
