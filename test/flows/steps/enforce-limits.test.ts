import { describe, expect, it } from 'vitest'
import { type Limit, limits, sourceOf } from '../../../lib/domain/values/limits.ts'
import { maxCodeAttempts } from '../../../lib/domain/values/verification.ts'
import { enforceLimits, keyOfAddress } from '../../../lib/flows/steps/enforce-limits.ts'
import { openAddressWorld } from '../../support/address-world.ts'
import { email, phone } from '../../support/people.ts'
import { problemOf } from '../../support/world.ts'

const once: Limit = { name: 'once', max: 1, windowSeconds: 60 }
const twice: Limit = { name: 'twice', max: 2, windowSeconds: 600 }

describe('counting attempts', () => {
  it('refuses at the first exhausted limit, and does not count the limits behind it', async () => {
    const world = openAddressWorld()
    const tries = [
      { limit: once, key: 'a' },
      { limit: twice, key: 'b' },
    ]
    await enforceLimits(world, tries)
    world.pass(10)
    const problem = await problemOf(enforceLimits(world, tries))
    expect(problem).toMatchObject({ code: 'too_many_requests', status: 429, extras: { retryAfter: 50 } })
    expect(world.spent).toEqual(['once a', 'twice b', 'once a'])
  })

  it('notifies the operators of limits that concern them, and never names the person', async () => {
    const world = openAddressWorld()
    const tries = [{ limit: once, key: '+821012345678', alarms: true }] as const
    await enforceLimits(world, tries)
    expect(world.reports).toEqual([])
    await problemOf(enforceLimits(world, tries))
    expect(world.reports).toEqual([{ event: 'limit_exhausted', limit: 'once' }])
  })

  it('counts again after the interval, and each subject on its own', async () => {
    const world = openAddressWorld()
    await enforceLimits(world, [{ limit: once, key: 'a' }])
    await enforceLimits(world, [{ limit: once, key: 'b' }])
    world.pass(60)
    await enforceLimits(world, [{ limit: once, key: 'a' }])
    expect(world.spent).toHaveLength(3)
  })

  it('keeps e-mail addresses and phone numbers apart', () => {
    expect(keyOfAddress({ channel: 'email', value: email('a@example.com') })).toBe('email:a@example.com')
    expect(keyOfAddress({ channel: 'sms', value: phone('+821012345678') })).toBe('sms:+821012345678')
  })
})

describe('the source of a request', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::1', '2001:db8:1:2'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['2001:db8::1', '2001:db8:0:0'],
  ])('%s is %s', (ip, source) => {
    expect(sourceOf(ip)).toBe(source)
  })
})

describe('the limits of codes', () => {
  it('allow an address fewer than a hundred attempts a day, from any sources', () => {
    expect(limits.codeSendPerAddressDaily.max * maxCodeAttempts).toBeLessThan(100)
  })
})
