import { describe, expect } from 'vitest'
import { defaultLimits, limitsOf } from '../../lib/domain/limits/stage-limits.ts'
import { bringAlong, correspondent } from '../support/address-steps.ts'
import { memberByEmail } from '../support/address-world.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'

/*
 * Mallory tries passwords at an address until she has to wait. If only attempts at members counted, the wait itself
 * would reveal a member.
 * Defence: attempts count by the typed identifier in its normal form, whether or not it leads to anybody.
 */

const { failuresHere } = limitsOf(defaultLimits)

const it = testWithStack()
it.beforeAll(({ stack }) => bringAlong(stack, memberByEmail('member@example.com')))

/** The statuses of a run of wrong passwords, and the wait at its end. */
async function run(stack: TestStack, identifier: string) {
  const mallory = correspondent(stack)
  const statuses: number[] = []
  let headers = new Headers()
  for (let tries = 0; tries <= failuresHere.max; tries += 1) {
    const response = await mallory.byPassword(identifier, `wrong password ${tries}`)
    statuses.push(response.status)
    headers = response.headers
  }
  const wait = Number(headers.get('retry-after'))
  return { statuses, hasToWait: wait > 0 && wait <= failuresHere.windowSeconds }
}

describe('the wait', () => {
  it('comes after the same number of attempts at a member and at nobody', async ({ stack }) => {
    afterQuietDay(stack)
    const member = await run(stack, 'member@example.com')
    expect(member).toEqual({ statuses: [...Array(10).fill(401), 429], hasToWait: true })
    expect(await run(stack, 'nobody@example.com')).toEqual(member)
  })

  it('is the same for another spelling of the address', async ({ stack }) => {
    afterQuietDay(stack)
    await run(stack, 'member@example.com')
    const mallory = correspondent(stack)
    for (const spelling of ['MEMBER@example.com', 'member@EXAMPLE.com']) {
      expect((await mallory.byPassword(spelling, 'a wrong password')).status).toBe(429)
    }
  })
})
