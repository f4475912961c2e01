import { describe, expect } from 'vitest'
import { directRoutes } from '../../lib/commands/support/direct-routes.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { runSubscriber } from '../../lib/local/gateway/functions.ts'
import { world } from '../../lib/runtime/world.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { tableClient } from '../support/database.ts'
import { passkeySteps } from '../support/passkey-steps.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* Mail does not reach an address any more: SES says so, and the member and the operators see it. */

const it = testWithStack()

/** A record of SNS with an event of SES. */
const record = (event: object) => ({ Sns: { Message: JSON.stringify(event) } })
const bounceOf = (emailAddress: string, bounceType = 'Permanent') =>
  record({ eventType: 'Bounce', bounce: { bounceType, bouncedRecipients: [{ emailAddress }] } })
const complaintOf = (emailAddress: string) =>
  record({ eventType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress }] } })
const hear = (...records: readonly unknown[]) => runSubscriber('mail-failures', records)

/** The types of a member's events, oldest first, as an operator sees them. */
async function historyOf(stack: TestStack, id: MemberId): Promise<readonly string[]> {
  const here = await world()
  const { operations } = createOperatorStore({
    client: tableClient(),
    tableName: stack.tableName,
    hashes: here.hashes,
  })
  const told = await directRoutes({ world: here, operations, operator: 'hana' }, 'en').history(id)
  const { events } = JSON.parse(JSON.stringify(told))
  return events
    .map(({ type, source }: { type: string; source?: string }) => [type, source].join(' ').trim())
    .toReversed()
}

async function member(stack: TestStack, address: string, more: Parameters<typeof settle>[1] = {}) {
  const { id } = await settle(stack, { email: address, name: '문하늘', password: usualPassword, ...more })
  const person = visitor(stack, { client: 'app' })
  await person.passwordLogin(address)
  return { id, person, delivery: async () => (await person.me()).body['delivery'] }
}

describe('a hard bounce', () => {
  it('marks the address, once, until a code comes back from it', async ({ stack }) => {
    const { id, delivery } = await member(stack, 'gone@example.com')
    expect(await delivery()).toBeUndefined()
    expect(await hear(bounceOf('Minji <gone@example.com>'))).toEqual({ failures: 1, marked: 1 })
    expect(await hear(bounceOf('gone@example.com'))).toEqual({ failures: 1, marked: 0 })
    expect(await delivery()).toBe('failing')
    expect(await historyOf(stack, id)).toEqual(['contact.failing bounce'])
    expect((await visitor(stack).signInByCode('gone@example.com')).status).toBe(200)
    expect(await delivery()).toBeUndefined()
  })

  it('reports a member whom only codes to that address sign in, and nobody else', async ({ stack }) => {
    const { id } = await settle(stack, { email: 'only@example.com', name: '문하늘' })
    const linked = await settle(stack, { email: 'linked@example.com', name: '문하늘', kakao: ['780001'] })
    await hear(bounceOf('only@example.com'), bounceOf('linked@example.com'))
    expect(await historyOf(stack, id)).toEqual(['contact.failing bounce', 'member.unreachable bounce'])
    expect(await historyOf(stack, linked.id)).toEqual(['contact.failing bounce'])
  })

  it('marks nobody for an address that nobody has, and none that bounces for a moment', async ({ stack }) => {
    const { delivery } = await member(stack, 'full@example.com')
    expect(await hear(bounceOf('full@example.com', 'Transient'), bounceOf('nobody@example.com'))).toEqual({
      failures: 1,
      marked: 0,
    })
    expect(await hear(record({ eventType: 'Delivery' }), { Sns: { Message: 'no JSON' } })).toEqual({
      failures: 0,
      marked: 0,
    })
    expect(await delivery()).toBeUndefined()
  })
})

describe('a complaint', () => {
  it('marks the address likewise', async ({ stack }) => {
    const { id, delivery } = await member(stack, 'angry@example.com', { kakao: ['780002'] })
    await hear(complaintOf('angry@example.com'))
    expect(await delivery()).toBe('failing')
    expect(await historyOf(stack, id)).toEqual(['contact.failing complaint'])
  })
})

describe('a member whose mails bounce', () => {
  it('cannot pause, and opens the closed account by what signs in by itself', async ({ stack }) => {
    const { person } = await member(stack, 'bounces@example.com')
    const steps = passkeySteps(stack)
    await steps.add(person)
    await hear(bounceOf('bounces@example.com'))
    const bearer = person.accessToken
    expect(await person.call('POST', '/me/deactivate', { bearer, body: {} })).toMatchObject({
      status: 409,
      body: { code: 'contact_required' },
    })
    expect((await person.call('DELETE', '/me', { bearer })).status).toBe(204)
    const refused = await steps.signIn(visitor(stack))
    expect(refused).toMatchObject({ status: 403, body: { reactivateToken: expect.any(String) } })
    const token = refused.body['reactivateToken']
    expect((await visitor(stack).call('POST', '/reactivate', { body: { token } })).status).toBe(200)
    expect((await steps.signIn(visitor(stack))).status).toBe(200)
  })
})

describe('on a laptop', () => {
  it.for(['bounce', 'complaint'] as const)('a %s is played by hand', async (why, { stack }) => {
    const address = `played-${why}@example.com`
    const { id, person, delivery } = await member(stack, address)
    const response = await person.call('POST', '/_local/mail-failures', { body: { address, why } })
    expect(response).toMatchObject({ status: 200, body: { failures: 1, marked: 1 } })
    expect(await delivery()).toBe('failing')
    expect(await historyOf(stack, id)).toEqual([`contact.failing ${why}`])
  })
})
