import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler } from '../../functions/password-login.ts'
import { limits } from '../../lib/domain/values/limits.ts'
import { bringAlong, correspondent, goodPassword } from '../support/address-steps.ts'
import { memberByEmail } from '../support/address-world.ts'
import { context, eventOf } from '../support/events.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { atWindowStart } from './at-window-start.ts'

/*
 * Mallory bought a list of leaked addresses and passwords. From one machine she tries each pair once. From a thousand
 * machines she tries one address with the whole list. Between two guesses she signs in to an own account, hoping that
 * a success resets the count, and she sends headers that name another machine each time.
 * Defence: attempts count for each identifier and for each source, and a success resets only the identifier. The
 * source is the gateway's peer, never a header.
 */

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await bringAlong(house, memberByEmail('victim@example.com'))
  await bringAlong(house, memberByEmail('mallory@example.com'))
})
afterAll(() => house.stop())

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
  it('ends at the limit of the source, even for a right password', async () => {
    atWindowStart(house)
    const ip = '203.0.113.5'
    for (let tries = 0; tries < limits.passwordPerSource.max; tries += 1) {
      // Signing in to an own account in between, within its own limit, changes nothing.
      const isOwn = tries % 20 === 10
      const status = isOwn
        ? await from(ip, 'mallory@example.com', goodPassword)
        : await from(ip, `leaked${tries}@example.com`, 'leaked password')
      expect(status).toBe(isOwn ? 200 : 401)
    }
    expect(await from(ip, 'leaked@example.com', 'leaked password')).toBe(429)
    expect(await from(ip, 'mallory@example.com', goodPassword)).toBe(429)
    expect(await from('203.0.113.6', 'mallory@example.com', goodPassword)).toBe(200)
  })

  it('counts a whole network of one customer as one source', async () => {
    atWindowStart(house)
    const statuses = new Set<number>()
    for (let tries = 0; tries <= limits.passwordPerSource.max; tries += 1) {
      statuses.add(
        await from(`2001:db8:1:2::${tries.toString(16)}`, `v6${tries}@example.com`, 'leaked password'),
      )
    }
    expect([...statuses]).toEqual([401, 429])
  })
})

describe('trying one address from many machines', () => {
  it('ends at the limit of the identifier', async () => {
    atWindowStart(house)
    const statuses: number[] = []
    for (let machine = 0; machine <= limits.passwordPerIdentifier.max; machine += 1) {
      statuses.push(await from(`198.51.100.${machine}`, 'victim@example.com', `leaked ${machine}`))
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429])
  })

  it('gives no more guesses to requests at once', async () => {
    atWindowStart(house)
    const guesses = Array.from({ length: 40 }, (_, machine) =>
      from(`198.51.100.${machine}`, 'victim@example.com', `leaked ${machine}`),
    )
    const statuses = await Promise.all(guesses)
    expect(statuses.filter((status) => status === 401)).toHaveLength(limits.passwordPerIdentifier.max)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
  })
})

describe('pretending to be another machine', () => {
  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip'])(
    'does not help by %s',
    async (header) => {
      atWindowStart(house)
      const statuses: number[] = []
      for (let tries = 0; tries <= limits.passwordPerIdentifier.max; tries += 1) {
        const forged = { [header]: header === 'forwarded' ? `for=192.0.2.${tries}` : `192.0.2.${tries}` }
        statuses.push(await from('203.0.113.7', 'victim@example.com', `leaked ${tries}`, forged))
      }
      expect(statuses.at(-1)).toBe(429)
    },
  )

  it('does not help a source either', async () => {
    atWindowStart(house)
    let last = 0
    for (let tries = 0; tries <= limits.passwordPerSource.max; tries += 1) {
      const forged = { 'x-forwarded-for': `192.0.2.${tries}` }
      last = await from('203.0.113.8', `forged${tries}@example.com`, 'leaked password', forged)
    }
    expect(last).toBe(429)
  })
})

describe('locking a member out', () => {
  it('keeps every other sign-in method open, and ends by itself', async () => {
    atWindowStart(house)
    for (let tries = 0; tries < 30; tries += 1) {
      await from('203.0.113.9', 'victim@example.com', `wrong ${tries}`)
    }
    const victim = correspondent(house)
    expect((await victim.byPassword('victim@example.com', goodPassword)).status).toBe(429)
    const byCode = await victim.byCode(await victim.prove('victim@example.com', 'sign_in'))
    expect(byCode).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
    house.advanceClock(limits.passwordPerIdentifier.windowSeconds)
    expect((await victim.byPassword('victim@example.com', goodPassword)).status).toBe(200)
  })
})
