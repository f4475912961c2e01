import { describe, expect } from 'vitest'
import { handler as sweep } from '../../functions/sweep.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A visitor who signed in at Kakao and did not finish here is disconnected at Kakao. A visitor who finished on any
 * device stays connected.
 */

const keys = ['leaves', 'stays', 'returns', 'waits', 'down', 'declines', 'new', 'two-devices', 'late-decline']
const cast = keys.map((key) => atKakao(key, { name: `김${key}` }))

const it = testWithStack({ personas: cast })
it.afterEach(({ stack }) => expectSoundTable(stack))

const halfAnHour = 30 * 60
const isKnown = (stack: TestStack, key: string) =>
  settle(stack, { email: `${key}@example.com`, name: `김${key}` })

describe('an abandoned visit', () => {
  it('is disconnected by the sweep after thirty minutes, and not before', async ({ stack }) => {
    const who = visitor(stack)
    await who.redirect('leaves')
    stack.advanceClock(halfAnHour - 5)
    await sweep()
    expect(stack.kakao.isConnected('leaves')).toBe(true)
    stack.advanceClock(10)
    expect(await sweep()).toMatchObject({ due: 1, ended: 1, failed: 0 })
    expect(stack.kakao.isConnected('leaves')).toBe(false)
    expect(await who.register()).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })

  it('is a new visit when the person returns', async ({ stack }) => {
    const who = visitor(stack)
    expect((await who.direct('leaves')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await who.register()).status).toBe(201)
  })

  it('lasts as long as the latest visit of the person', async ({ stack }) => {
    await visitor(stack).redirect('returns')
    stack.advanceClock(halfAnHour - 60)
    const who = visitor(stack)
    await who.redirect('returns')
    stack.advanceClock(120)
    expect(await sweep()).toMatchObject({ due: 0 })
    expect((await who.register()).status).toBe(201)
  })

  it('changes nothing for a person who finished', async ({ stack }) => {
    await visitor(stack).signUp('stays')
    stack.advanceClock(halfAnHour * 2)
    expect(await sweep()).toMatchObject({ due: 0 })
    expect(stack.kakao.isConnected('stays')).toBe(true)
  })

  it('of a deactivated member (row 6) stays pending for a day', async ({ stack }) => {
    await settle(stack, { email: 'waits@example.com', name: '김waits', status: 'deactivated' })
    expect((await visitor(stack).redirect('waits')).status).toBe(401)
    stack.advanceClock(86_400 - 5)
    expect(await sweep()).toMatchObject({ due: 0 })
    stack.advanceClock(10)
    expect(await sweep()).toMatchObject({ ended: 1 })
    expect(stack.kakao.isConnected('waits')).toBe(false)
  })

  it('is retried at growing intervals while Kakao does not respond', async ({ stack }) => {
    await visitor(stack).redirect('down')
    stack.kakao.fail('/v1/user/unlink', 'server_error')
    stack.advanceClock(halfAnHour + 1)
    expect(await sweep()).toMatchObject({ due: 1, ended: 0, failed: 1 })
    expect(await sweep()).toMatchObject({ due: 0 })
    stack.advanceClock(61)
    expect(await sweep()).toMatchObject({ failed: 1 })
    stack.advanceClock(61)
    expect(await sweep()).toMatchObject({ due: 0 })
    stack.kakao.heal()
    stack.advanceClock(61)
    expect(await sweep()).toMatchObject({ ended: 1 })
    expect(stack.kakao.isConnected('down')).toBe(false)
  })
})

describe('a visitor who is asked about a member', () => {
  it('and declines, is disconnected, and the member does not change', async ({ stack }) => {
    const member = await isKnown(stack, 'declines')
    const who = visitor(stack)
    await who.redirect('declines')
    expect(await who.decline()).toMatchObject({ status: 200, body: { outcome: 'declined' } })
    expect(stack.kakao.isConnected('declines')).toBe(false)
    expect((await asItIs(stack, member)).version).toBe(1)
    expect((await who.link()).body).toMatchObject({ code: 'token_used' })
    expect((await visitor(stack).redirect('declines')).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
  })

  it('and continues as new, signs up without the address that the member verified', async ({ stack }) => {
    const member = await isKnown(stack, 'new')
    const who = visitor(stack)
    await who.redirect('new')
    expect((await who.continueAsNew()).body).toMatchObject({
      outcome: 'registration_required',
      missing: ['email'],
    })
    stack.advanceClock(31)
    await who.prove('another-address@example.com', 'sign_up')
    expect(await who.register({ verificationTokens: [who.verificationToken] })).toMatchObject({
      status: 201,
      body: { created: true },
    })
    expect((await who.me()).body).toMatchObject({ email: 'another-address@example.com' })
    expect((await asItIs(stack, member)).version).toBe(1)
  })

  it('and consents on two devices, is signed in on both', async ({ stack }) => {
    const member = await isKnown(stack, 'two-devices')
    const [laptop, phone] = [visitor(stack), visitor(stack, { client: 'app' })]
    await laptop.redirect('two-devices')
    await phone.direct('two-devices')
    for (const device of [laptop, phone]) {
      expect(await device.link()).toMatchObject({ status: 200, body: { member: { id: member.id } } })
    }
    expect((await asItIs(stack, member)).version).toBe(2)
  })

  it('and declines on one device after consent on another, disconnects nothing', async ({ stack }) => {
    await isKnown(stack, 'late-decline')
    const [laptop, phone] = [visitor(stack), visitor(stack)]
    await laptop.redirect('late-decline')
    await phone.redirect('late-decline')
    await laptop.link()
    expect(await phone.decline()).toMatchObject({ status: 409, body: { code: 'identity_taken' } })
    expect(stack.kakao.isConnected('late-decline')).toBe(true)
  })
})
