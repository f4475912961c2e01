import { describe, expect, it } from 'vitest'
import { defaultSmsPolicy } from '../../lib/domain/values/sms-policy.ts'
import { maxCodeAttempts } from '../../lib/domain/values/verification.ts'
import {
  confirmVerification,
  startVerification,
  type VerificationRequest,
} from '../../lib/flows/verification.ts'
import { type AddressWorld, codeIn, memberByEmail, openAddressWorld } from '../support/address-world.ts'
import { email, phone } from '../support/people.ts'
import { problemOf } from '../support/world.ts'

const request = (over: Partial<VerificationRequest> = {}): VerificationRequest => ({
  address: { channel: 'email', value: email('minji@example.com') },
  purpose: 'sign_in',
  locale: 'ko',
  source: '198.51.100.7',
  ...over,
})
const toOther = (text: string) => request({ address: { channel: 'email', value: email(text) } })
/** A wrong code. */
const wrongCode = (world: AddressWorld) => (codeIn(world) === '000000' ? '000001' : '000000')

describe('requesting a code', () => {
  it('leaves a message for the address, in the language of the request', async () => {
    const world = openAddressWorld()
    const started = await startVerification(world, request({ locale: 'en' }))
    expect(started).toEqual({ verificationId: expect.any(String), expiresIn: 600, resendAfter: 30 })
    expect(world.sent).toEqual([
      {
        to: 'minji@example.com',
        locale: 'en',
        message: { kind: 'code', purpose: 'sign_in', keyId: 'kid' },
      },
    ])
    expect(world.kept.messages).toMatchObject([{ id: started.verificationId, queue: started.verificationId }])
  })

  it('stores a code nowhere, neither in the verification nor in the message', async () => {
    const world = openAddressWorld()
    await startVerification(world, request())
    expect(JSON.stringify([world.proofs.started, world.sent, world.kept])).not.toContain(codeIn(world))
  })

  it('does the same for a member and for a stranger', async () => {
    const world = openAddressWorld()
    world.settle(memberByEmail('minji@example.com'))
    const shapeOf = async (asked: VerificationRequest) => {
      world.spent.length = 0
      const { verificationId: _, ...rest } = await startVerification(world, asked)
      return {
        rest,
        spent: world.spent.map((name) => name.split(' ')[0]),
        kind: world.sent.at(-1)?.message.kind,
      }
    }
    expect(await shapeOf(request())).toEqual(await shapeOf(toOther('stranger@example.com')))
    expect(world.sent).toHaveLength(2)
  })

  it('makes a source wait 30 seconds for a purpose of an address, and nobody else', async () => {
    const world = openAddressWorld()
    await startVerification(world, request())
    world.pass(10)
    expect(await problemOf(startVerification(world, request()))).toMatchObject({
      code: 'too_many_requests',
      extras: { retryAfter: 20 },
    })
    await startVerification(world, request({ source: '203.0.113.9' }))
    await startVerification(world, request({ purpose: 'sign_up' }))
    world.pass(20)
    await startVerification(world, request())
    expect(world.sent).toHaveLength(4)
  })

  /** Asks each minute for an hour, the minute's source in turn. Gives the number of codes. */
  async function codesInAnHour(world: AddressWorld, sources: number): Promise<number> {
    const before = world.sent.length
    for (let minute = 0; minute < 60; minute += 1) {
      const asked = startVerification(world, request({ source: `198.51.100.${minute % sources}` }))
      await asked.catch((problem: { code: string }) => expect(problem.code).toBe('too_many_requests'))
      world.pass(60)
    }
    return world.sent.length - before
  }

  it('sends five codes at once from one source, and then one each twelve minutes', async () => {
    expect(await codesInAnHour(openAddressWorld(), 1)).toBe(5 + 4)
  })

  it('sends ten codes for one purpose of an address in a day, and then one after longer and longer pauses', async () => {
    const world = openAddressWorld()
    // 10, then pauses of 1, 2, 4, 8 and 16 minutes.
    expect(await codesInAnHour(world, 60)).toBe(10 + 5)
    let day = world.sent.length
    for (let hour = 1; hour < 24; hour += 1) day += await codesInAnHour(world, 60)
    expect(day).toBeLessThanOrEqual(10 + 7 + 10)
    const otherPurpose = request({ purpose: 'sign_up' })
    await startVerification(world, otherPurpose)
  })

  it('lets a source request a thousand codes an hour, and further requests count against no address', async () => {
    const world = openAddressWorld()
    const { codesOfSource } = world.stage.limits
    for (let i = 0; i < codesOfSource.max; i += 1)
      await startVerification(world, toOther(`somebody${i}@example.com`))
    world.spent.length = 0
    expect((await problemOf(startVerification(world, request()))).code).toBe('too_many_requests')
    expect(world.spent).toEqual([])
    await startVerification(world, request({ source: '203.0.113.9' }))
  })

  it('sends nothing itself: neither mails nor texts can delay or fail the response', async () => {
    const world = openAddressWorld()
    const down = { send: () => Promise.reject(new Error('the service does not answer')) }
    const broken = { ...world, mails: down, texts: down }
    const started = await startVerification(broken, request())
    expect(started).toMatchObject({ expiresIn: 600 })
    expect(world.reports).toEqual([])
  })
})

describe('confirming a code', () => {
  it('gives a token for ten minutes', async () => {
    const world = openAddressWorld()
    const { verificationId } = await startVerification(world, request())
    const confirmed = await confirmVerification(world, { verificationId, code: codeIn(world) })
    expect(confirmed).toEqual({ verificationToken: expect.any(String), expiresIn: 600 })
  })

  it('works beside a newer code of the same address', async () => {
    const world = openAddressWorld()
    const { verificationId } = await startVerification(world, request())
    const code = codeIn(world)
    await startVerification(world, request({ source: '203.0.113.9' }))
    expect(await confirmVerification(world, { verificationId, code })).toMatchObject({ expiresIn: 600 })
  })

  it('works once', async () => {
    const world = openAddressWorld()
    const { verificationId } = await startVerification(world, request())
    const response = { verificationId, code: codeIn(world) }
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => confirmVerification(world, response)),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('is refused after five wrong codes', async () => {
    const world = openAddressWorld()
    const { verificationId } = await startVerification(world, request())
    const right = codeIn(world)
    for (let i = 0; i < maxCodeAttempts; i += 1) {
      const wrong = confirmVerification(world, { verificationId, code: wrongCode(world) })
      expect((await problemOf(wrong)).code).toBe('invalid_code')
    }
    const late = confirmVerification(world, { verificationId, code: right })
    expect(await problemOf(late)).toMatchObject({ code: 'invalid_code', status: 400, extras: {} })
  })

  it.each([
    [
      'an expired one',
      async (world: AddressWorld, id: string) => {
        world.pass(600)
        return id
      },
    ],
    ['an unknown one', async () => '01890a5d-ac96-774b-bcce-b302099a8057'],
    ['one with an id of no form', async () => 'code'],
  ])('is refused the same way: %s', async (_, change) => {
    const world = openAddressWorld()
    const { verificationId } = await startVerification(world, request())
    const code = codeIn(world)
    const changed = await change(world, verificationId)
    const problem = await problemOf(confirmVerification(world, { verificationId: changed, code }))
    expect(problem).toMatchObject({ code: 'invalid_code', status: 400, extras: {} })
  })

  it('accepts no code of another verification of the same address', async () => {
    const world = openAddressWorld()
    const first = await startVerification(world, request({ purpose: 'sign_up' }))
    const code = codeIn(world)
    world.pass(30)
    const second = await startVerification(world, request({ purpose: 'contact' }))
    const crossed = confirmVerification(world, { verificationId: second.verificationId, code })
    expect((await problemOf(crossed)).code).toBe('invalid_code')
    await confirmVerification(world, { verificationId: first.verificationId, code })
  })
})

describe('requesting a code by text', () => {
  const to = { channel: 'sms', value: phone('+821012345678') } as const
  const ask = (world: AddressWorld, more: Partial<VerificationRequest> = {}) =>
    startVerification(world, { ...request(), address: to, ...more })

  it('leaves a text for the number, and no mail', async () => {
    const world = openAddressWorld()
    await ask(world, { purpose: 'sign_up' })
    expect(world.texted).toMatchObject([
      { to: to.value, locale: 'ko', message: { kind: 'code', purpose: 'sign_up' } },
    ])
    expect(world.sent).toEqual([])
  })

  it('counts the number and the source, and no budget: only what is sent costs something', async () => {
    const world = openAddressWorld({ sms: { ...defaultSmsPolicy, perHour: 1 } })
    await ask(world)
    expect(world.spent.map((name) => name.split(' ')[0])).toEqual([
      'codes-here',
      'codes',
      'codes-source',
      'texts-source',
    ])
    const other = { channel: 'sms', value: phone('+821098765432') } as const
    expect(await ask(world, { address: other })).toMatchObject({ expiresIn: 600 })
  })

  it('does the same for the number of a member and for the number of nobody', async () => {
    const world = openAddressWorld()
    const number = { value: to.value, verified: true, provenAt: world.clock.now() }
    world.settle(memberByEmail('minji@example.com', { phone: number, ways: ['email', 'phone'] }))
    const looksNowhere = {
      ...world,
      members: { ...world.members, findByAddress: () => Promise.reject(new Error('looked for a member')) },
    }
    const strange = { channel: 'sms', value: phone('+821087654321') } as const
    const [known, unknown] = [
      await ask(looksNowhere, { purpose: 'sign_in' }),
      await ask(looksNowhere, { purpose: 'sign_in', address: strange }),
    ]
    expect({ ...known, verificationId: '' }).toEqual({ ...unknown, verificationId: '' })
    expect(world.texted.map(({ to: number, message }) => [String(number), message])).toEqual(
      [to, strange].map(({ value }) => [value, { kind: 'code', purpose: 'sign_in', keyId: 'kid' }]),
    )
  })

  it('refuses a country without texts before any limit counts', async () => {
    const world = openAddressWorld()
    const abroad = { channel: 'sms', value: phone('+819012345678') } as const
    expect(await problemOf(ask(world, { address: abroad }))).toMatchObject({
      code: 'invalid_request',
      extras: { errors: [{ pointer: '/to' }] },
    })
    expect(world.spent).toEqual([])
  })
})
