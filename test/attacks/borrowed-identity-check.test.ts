import { describe, expect } from 'vitest'
import type { CheckOver } from '../../lib/stand-ins/portone/stand-in.ts'
import { settle } from '../support/people-of-the-service.ts'
import { newSecret, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory wants to pass for another person, or for any person. She hands in an identity check that she may not use:
 * one that a victim finished in another session, a used one, one of a test channel that verifies anybody as anybody,
 * one from last week, one of another shop.
 * Defence: a check belongs to its session and to the secret of its client, works once, and is fetched by ieum. It
 * must come from a live channel, be recent, and carry the nonce of this check.
 */

const it = testWithLedger({ environment: { IDENTITY_GATEWAY_CHANNEL_TYPE: 'LIVE' } })
it.beforeAll(async ({ stack }) => {
  await settle(stack, { email: 'mallory@example.com', password: usualPassword })
  await settle(stack, { email: 'victim@example.com', password: usualPassword })
})
it.afterEach(({ ledger }) => ledger.isSound())

async function signedIn(stack: TestStack, address: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  expect((await who.passwordLogin(address)).status).toBe(200)
  return who
}

const foreign = { status: 400, body: { code: 'invalid_transaction' } }

describe('a check of another session', () => {
  it('is worthless to another member, even with its secret', async ({ stack, ledger }) => {
    const victim = await signedIn(stack, 'victim@example.com')
    await victim.beginCheck()
    stack.identityGateway.verify(victim.check, 'yuna')
    const mallory = await signedIn(stack, 'mallory@example.com')
    mallory.check = victim.check
    mallory.secret = victim.secret
    expect(await ledger.unchangedBy(() => mallory.confirmCheck())).toMatchObject(foreign)
  })

  it('is worthless to another session of the same member', async ({ stack, ledger }) => {
    const [here, there] = [
      await signedIn(stack, 'victim@example.com'),
      await signedIn(stack, 'victim@example.com'),
    ]
    await here.beginCheck()
    stack.identityGateway.verify(here.check, 'yuna')
    there.check = here.check
    there.secret = here.secret
    expect(await ledger.unchangedBy(() => there.confirmCheck())).toMatchObject(foreign)
  })

  it('is worthless without the secret of its client', async ({ stack, ledger }) => {
    const victim = await signedIn(stack, 'victim@example.com')
    await victim.beginCheck()
    stack.identityGateway.verify(victim.check, 'yuna')
    victim.secret = newSecret()
    expect(await ledger.unchangedBy(() => victim.confirmCheck())).toMatchObject(foreign)
  })

  it('is not found by an unknown or malformed id', async ({ stack, ledger }) => {
    const mallory = await signedIn(stack, 'mallory@example.com')
    await mallory.beginCheck()
    for (const id of ['01900000-0000-7000-8000-000000000000', 'x', '../stores']) {
      const response = await ledger.unchangedBy(() => mallory.confirmCheck({ identityVerificationId: id }))
      expect(response).toMatchObject(foreign)
    }
  })
})

describe('an identity check', () => {
  const worthless = { status: 400, body: { code: 'provider_grant_invalid' } }
  const weekAgo = new Date(Date.now() - 7 * 86_400_000)
  it.for<[string, CheckOver]>([
    ['of a test channel', { channelType: 'TEST' }],
    ['with the nonce of another check', { customData: 'a-nonce-of-somebody-else' }],
    ['without a nonce', { customData: '' }],
    ['of last week', { verifiedAt: weekAgo }],
    ['of tomorrow', { verifiedAt: new Date(Date.now() + 86_400_000) }],
  ] as const)('%s proves nothing', async ([_, how], { stack, ledger }) => {
    const mallory = await signedIn(stack, 'mallory@example.com')
    await mallory.beginCheck()
    stack.identityGateway.verify(mallory.check, 'yuna', how)
    expect(await ledger.unchangedBy(() => mallory.confirmCheck())).toMatchObject(worthless)
  })

  it('works once for any number of requests at once', async ({ stack, ledger }) => {
    const victim = await signedIn(stack, 'victim@example.com')
    await victim.beginCheck()
    stack.identityGateway.verify(victim.check, 'yuna')
    const responses = await Promise.all(Array.from({ length: 10 }, () => victim.confirmCheck()))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, body } of responses.filter(({ status }) => status !== 200)) {
      expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'token_used' })
    }
    expect((await ledger.items('event')).filter(({ type }) => type === 'member.identified')).toHaveLength(1)
    expect((await victim.confirmCheck()).body['code']).toBe('token_used')
  })

  it('is not started by an ended session, nor more than ten times an hour', async ({ stack }) => {
    const mallory = await signedIn(stack, 'mallory@example.com')
    await mallory.logout()
    expect(await mallory.beginCheck()).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    stack.advanceClock(3600)
    const again = await signedIn(stack, 'mallory@example.com')
    const statuses: number[] = []
    for (let round = 0; round < 11; round += 1) statuses.push((await again.beginCheck()).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
  })
})
