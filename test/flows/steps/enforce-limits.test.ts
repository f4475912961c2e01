import { describe, expect, it } from 'vitest'
import type { Limit } from '../../../lib/domain/limits/limit.ts'
import { enforceLimits, keyOfAddress } from '../../../lib/flows/steps/enforce-limits.ts'
import { openAddressWorld } from '../../support/address-world.ts'
import { email, phone } from '../../support/people.ts'
import { problemOf } from '../../support/world.ts'

const once: Limit = { name: 'once', max: 1, windowSeconds: 60 }
const twice: Limit = { name: 'twice', max: 2, windowSeconds: 600 }

describe('counting attempts', () => {
  it('counts under all limits or under none, and says how long to wait for all', async () => {
    const world = openAddressWorld()
    const tries = [
      { limit: once, key: 'a' },
      { limit: twice, key: 'b' },
    ]
    await enforceLimits(world, tries)
    world.pass(10)
    const problem = await problemOf(enforceLimits(world, tries))
    expect(problem).toMatchObject({ code: 'too_many_requests', status: 429, extras: { retryAfter: 50 } })
    world.pass(50)
    await enforceLimits(world, tries)
    expect(world.spent).toEqual(['once a', 'twice b', 'once a', 'twice b'])
  })

  it('notifies the operators of limits that concern them, and never names the person', async () => {
    const world = openAddressWorld()
    const tries = [{ limit: once, key: '+821012345678' }]
    await enforceLimits(world, tries, 'alarms')
    expect(world.reports).toEqual([])
    await problemOf(enforceLimits(world, tries))
    expect(world.reports).toEqual([])
    await problemOf(enforceLimits(world, tries, 'alarms'))
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
