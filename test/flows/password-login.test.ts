import { describe, expect, it } from 'vitest'
import { defaultLimits, limitsOf } from '../../lib/domain/limits/stage-limits.ts'
import { type PasswordLoginRequest, passwordLogin } from '../../lib/flows/password-login.ts'
import {
  type AddressWorld,
  importedMember,
  memberByEmail,
  oldHash,
  openAddressWorld,
} from '../support/address-world.ts'
import { email, memberOf, phone } from '../support/people.ts'
import { beginning, problemOf } from '../support/world.ts'

const source = '198.51.100.7'
const request = (over: Partial<PasswordLoginRequest> = {}): PasswordLoginRequest => ({
  clientId: 'app',
  identifier: { channel: 'email', value: email('minji@example.com') },
  password: 'correct horse battery',
  source,
  ...over,
})

function world(): AddressWorld {
  const opened = openAddressWorld()
  opened.settle(memberByEmail('minji@example.com'), 'correct horse battery')
  return opened
}

describe('signing in by password', () => {
  it('opens a session with its sign-in method', async () => {
    const here = world()
    const { row, result } = await passwordLogin(here, request())
    expect(row).toBe(1)
    expect(result).toMatchObject({ outcome: 'signed_in', created: false, expiresIn: 600 })
    const [session] = here.kept.sessions.values()
    expect(session).toMatchObject({ clientId: 'app', signIn: { authTime: beginning, amr: ['pwd'] } })
  })

  it('signs in an imported member with an unverified address', async () => {
    const here = openAddressWorld()
    here.settle(importedMember('old@example.com'), 'an old password')
    const identifier = { channel: 'email', value: email('old@example.com') } as const
    const { result } = await passwordLogin(here, request({ identifier, password: 'an old password' }))
    expect(result.outcome).toBe('signed_in')
  })

  it('rehashes a password of an old system once, and signs the member in when that fails', async () => {
    const here = world()
    const { id } = here.settle(memberByEmail('old@example.com'))
    here.passwordHashes.set(id, oldHash('an old password'))
    const identifier = { channel: 'email', value: email('old@example.com') } as const
    const comeIn = () => passwordLogin(here, request({ identifier, password: 'an old password' }))
    const { members } = here
    const broken = async () => {
      throw new Error('the table does not answer')
    }
    const failing = { ...here, members: { ...members, renewPasswordHash: broken } }
    await passwordLogin(failing, request({ identifier, password: 'an old password' }))
    expect(here.passwordHashes.get(id)).toBe(oldHash('an old password'))
    await comeIn()
    const renewed = here.passwordHashes.get(id)
    expect(renewed).not.toBe(oldHash('an old password'))
    await comeIn()
    expect(here.passwordHashes.get(id)).toBe(renewed)
  })

  it('also accepts a phone number', async () => {
    const here = openAddressWorld()
    const number = phone('+821012345678')
    here.settle(memberByEmail('a@example.com', { phone: { value: number, verified: true } }), 'by my number')
    const identifier = { channel: 'sms', value: number } as const
    const { result } = await passwordLogin(here, request({ identifier, password: 'by my number' }))
    expect(result.outcome).toBe('signed_in')
  })

  it.each([
    [
      'an unknown identifier',
      { identifier: { channel: 'email', value: email('no@example.com') } },
      'verifyNothing',
    ],
    [
      'a member without a password',
      { identifier: { channel: 'email', value: email('personkakao@example.com') } },
      'verifyNothing',
    ],
    ['a wrong password', { password: 'wrong horse battery' }, 'verify'],
  ] as const)(
    'answers %s the same, after as many hashes as three who share an address take',
    async (_, over, work) => {
      const here = world()
      here.settle(memberOf('kakao'))
      const problem = await problemOf(passwordLogin(here, request(over)))
      expect(problem).toMatchObject({ code: 'invalid_credentials', status: 401, extras: {} })
      expect(here.work).toEqual([work, 'verifyNothing', 'verifyNothing'])
      expect(here.kept.sessions.size).toBe(0)
    },
  )

  it.each([
    ['deactivated', 'member_deactivated', 2],
    ['suspended', 'member_suspended', 3],
    ['withdrawn', 'member_withdrawn', 23],
  ] as const)(
    'refuses a %s member by status, and only after the right password',
    async (status, code, row) => {
      const here = openAddressWorld()
      here.settle(memberByEmail('minji@example.com', { status }), 'correct horse battery')
      expect(await problemOf(passwordLogin(here, request()))).toMatchObject({ code, row })
      const wrong = await problemOf(passwordLogin(here, request({ password: 'wrong' })))
      expect(wrong.code).toBe('invalid_credentials')
    },
  )

  it('refuses an unregistered client before any limit counts', async () => {
    const here = world()
    const problem = await problemOf(passwordLogin(here, request({ clientId: 'stranger' })))
    expect(problem).toMatchObject({ code: 'invalid_request', extras: { errors: [{ pointer: '/clientId' }] } })
    expect(here.spent).toEqual([])
  })

  it('compares with each of three who share an address, and takes no longer for a wrong password', async () => {
    const here = openAddressWorld()
    const shared = {
      value: email('home@example.com'),
      verified: false,
      shared: true,
      sharedByFew: true,
    } as const
    for (const password of ['one of us', 'another of us', 'a third of us']) {
      here.settle(importedMember('home@example.com', { email: shared }), password)
    }
    const identifier = { channel: 'email', value: shared.value } as const
    const { result } = await passwordLogin(here, request({ identifier, password: 'another of us' }))
    expect(result.outcome).toBe('signed_in')
    here.work.length = 0
    await problemOf(passwordLogin(here, request({ identifier, password: 'a stranger’s' })))
    expect(here.work).toEqual(['verify', 'verify', 'verify'])
  })

  it('asks to try again when the member changes meanwhile', async () => {
    const here = world()
    const moving = {
      ...here,
      sessions: { ...here.sessions, open: async () => ({ kind: 'conflict' }) as const },
    }
    expect((await problemOf(passwordLogin(moving, request()))).code).toBe('unavailable')
  })

  it('prepares the session before the comparison, so a change of the password meanwhile ends the session', async () => {
    const here = world()
    const { verify } = here.passwords
    const slow: typeof verify = async (password, hash) => {
      here.pass(5)
      return verify(password, hash)
    }
    await passwordLogin({ ...here, passwords: { ...here.passwords, verify: slow } }, request())
    const [session] = here.kept.sessions.values()
    expect(session?.createdAt).toEqual(beginning)
  })
})

describe('the limits of passwords', () => {
  const fail = (here: AddressWorld, over: Partial<PasswordLoginRequest> = {}) =>
    problemOf(passwordLogin(here, request({ password: 'wrong horse battery', ...over })))
  const identifierOf = (text: string) => ({ channel: 'email', value: email(text) }) as const
  const { failuresHere, failures, failuresOfSource } = limitsOf(defaultLimits)

  it('count a wrong password, and stop before any hash', async () => {
    const here = world()
    await fail(here)
    expect(here.spent).toEqual([
      `failures-here email:minji@example.com ${source}`,
      'failures email:minji@example.com',
      `failures-source ${source}`,
    ])
    for (let i = 1; i < failuresHere.max; i += 1) await fail(here)
    here.work.length = 0
    const problem = await fail(here)
    expect(problem).toMatchObject({ code: 'too_many_requests', extras: { retryAfter: 90 } })
    expect(here.work).toEqual([])
  })

  it('count no right password', async () => {
    const here = world()
    for (let i = 1; i < failuresHere.max; i += 1) await fail(here)
    here.spent.length = 0
    for (let i = 0; i < 30; i += 1) await passwordLogin(here, request())
    expect(here.spent).toEqual([])
    expect((await fail(here)).code).toBe('invalid_credentials')
    expect((await fail(here)).code).toBe('too_many_requests')
  })

  it('keep nobody else out: the right password from another source signs in', async () => {
    const here = world()
    for (let i = 0; i <= failuresHere.max; i += 1) await fail(here)
    expect((await passwordLogin(here, request({ source: '203.0.113.9' }))).row).toBe(1)
  })

  it('count an identifier for all sources loosely, and then let one more pass after a pause', async () => {
    const here = world()
    for (let i = 0; i < failures.max; i += 1) await fail(here, { source: `203.0.113.${i}` })
    const elsewhere = request({ source: '198.51.100.99' })
    expect(await problemOf(passwordLogin(here, elsewhere))).toMatchObject({
      code: 'too_many_requests',
      extras: { retryAfter: 60 },
    })
    here.pass(60)
    expect((await passwordLogin(here, elsewhere)).row).toBe(1)
  })

  it('count a source loosely, and keep an exhausted one from using up the attempts of an identifier', async () => {
    const here = world()
    for (let i = 0; i < failuresOfSource.max; i += 1) {
      await fail(here, { identifier: identifierOf(`somebody${i}@example.com`) })
    }
    here.spent.length = 0
    expect((await fail(here)).code).toBe('too_many_requests')
    expect(here.spent).toEqual([])
    expect((await passwordLogin(here, request({ source: '203.0.113.9' }))).row).toBe(1)
  })
})

describe('a device on which the member has signed in before', () => {
  const wrong = { password: 'wrong horse battery' } as const
  const { failuresHere, failures, failuresOfDevice, failuresOfDevices, failuresOfSource } =
    limitsOf(defaultLimits)
  const known = async (here: AddressWorld, over: Partial<PasswordLoginRequest> = {}) => {
    const { result } = await passwordLogin(here, request(over))
    return { deviceToken: result.deviceToken }
  }
  const fail = (here: AddressWorld, over: Partial<PasswordLoginRequest> = {}) =>
    problemOf(passwordLogin(here, request({ ...wrong, ...over })))

  it('signs in while the limits of its identifier and of its source are full', async () => {
    const here = world()
    const device = await known(here)
    for (let i = 0; i < failures.max; i += 1) await fail(here, { source: `203.0.113.${i}` })
    for (let i = 0; i < failuresOfSource.max; i += 1) {
      await fail(here, { identifier: { channel: 'email', value: email(`somebody${i}@example.com`) } })
    }
    expect((await problemOf(passwordLogin(here, request()))).code).toBe('too_many_requests')
    expect((await passwordLogin(here, request(device))).row).toBe(1)
  })

  it('is counted apart, and then like any other', async () => {
    const here = world()
    const device = await known(here)
    here.spent.length = 0
    for (let i = 0; i < failuresOfDevice.max; i += 1) {
      expect((await fail(here, device)).code).toBe('invalid_credentials')
    }
    expect(new Set(here.spent.map((name) => name.split(' ')[0]))).toEqual(
      new Set(['failures-device', 'failures-devices']),
    )
    for (let i = 0; i < failuresHere.max; i += 1) {
      expect((await fail(here, device)).code).toBe('invalid_credentials')
    }
    expect(await fail(here, device)).toMatchObject({ code: 'too_many_requests', extras: { retryAfter: 90 } })
  })

  it('is one of several that have a limit together', async () => {
    const here = world()
    const devices = await Promise.all(Array.from({ length: 11 }, () => known(here)))
    for (const device of devices.slice(0, 10)) {
      for (let i = 0; i < failuresOfDevice.max; i += 1) await fail(here, device)
    }
    expect(here.spent.filter((name) => name.startsWith('failures-devices'))).toHaveLength(
      failuresOfDevices.max,
    )
    here.spent.length = 0
    await fail(here, devices[10])
    expect(here.spent[0]).toMatch(/^failures-here /)
  })

  it.each([
    [
      'another member',
      async (here: AddressWorld) => {
        here.settle(memberByEmail('mallory@example.com'), 'correct horse battery')
        return known(here, { identifier: { channel: 'email', value: email('mallory@example.com') } })
      },
    ],
    ['nobody', async () => ({ deviceToken: 'no token at all' })],
  ] as const)('is nothing where it is of %s', async (_, deviceOf) => {
    const here = world()
    const device = await deviceOf(here)
    here.spent.length = 0
    await fail(here, device)
    expect(here.spent[0]).toMatch(/^failures-here /)
  })
})
