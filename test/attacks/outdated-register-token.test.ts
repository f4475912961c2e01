import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect } from 'vitest'
import { isSubject, type Subject } from '../../lib/domain/values/identity.ts'
import { isMemberId, type MemberId } from '../../lib/domain/values/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { keyOf } from '../../lib/store/table/expressions.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { identityIn } from '../support/read-response.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { crowdOf } from './crowd.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Minutes pass between the provider and the form. The same person finishes on another device, is suspended, or
 * withdraws consent at the provider. Somebody sends an old form now, for a second account, to pass a suspension, or
 * to sign in repeatedly with one token.
 * Defence: the form is decided again when it is sent, in the transaction that acts on it. Signing in consumes the
 * register token, like registering.
 */

const it = testWithLedger({ personas: crowdOf(8) })

/** Two devices of one person with a form each. The second one finishes. Gives its member. */
async function overtaken(stack: TestStack, persona: string): Promise<{ late: Visitor; member: MemberId }> {
  const [late, early] = [visitor(stack), visitor(stack)]
  await late.redirect(persona)
  await early.signUp(persona)
  const { id } = (await early.me()).body
  if (!isMemberId(id)) throw new Error('the early one did not come in')
  return { late, member: id }
}

function subjectOf({ outcome }: Visitor): Subject {
  const identity = identityIn(outcome)
  const subject = 'subject' in identity ? identity.subject : undefined
  if (!isSubject(subject)) throw new Error('the outcome names nobody')
  return subject
}

const refused = { status: 401, body: { code: 'invalid_token' } }

const setStatus = (ledger: Ledger, id: MemberId, status: string) =>
  ledger.client.send(
    new UpdateCommand({
      TableName: ledger.tableName,
      Key: keyOf(keys.member(id)),
      UpdateExpression: 'SET #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': status },
    }),
  )

describe('a register token whose person finished elsewhere', () => {
  it('leads to the one member, and makes no second member', async ({ stack, ledger }) => {
    const { late, member } = await overtaken(stack, 'person-0')
    const response = await late.register()
    expect(response).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { id: member } },
    })
    expect(await ledger.count('member')).toBe(1)
  })

  it('signs in once, however often it is shown', async ({ stack, ledger }) => {
    const { late } = await overtaken(stack, 'person-1')
    const form = late.outcome
    const sessions = await ledger.count('session')
    expect((await late.register()).status).toBe(200)
    late.outcome = form
    expect(await late.register()).toMatchObject({ status: 409, body: { code: 'token_used' } })
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it('signs in once when it is sent twenty times at once', async ({ stack, ledger }) => {
    const { late } = await overtaken(stack, 'person-2')
    const sessions = await ledger.count('session')
    const responses = await Promise.all(Array.from({ length: 20 }, () => late.register()))
    const statuses = responses.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it.for([
    ['suspended', 403, 'member_suspended', 'person-3'],
    ['withdrawn', 403, 'member_withdrawn', 'person-5'],
  ] as const)(
    'does not pass for a member who is %s by now',
    async ([state, status, code, persona], { stack, ledger }) => {
      const { late, member } = await overtaken(stack, persona)
      await setStatus(ledger, member, state)
      const form = late.outcome
      for (let time = 1; time <= 2; time += 1) {
        late.outcome = form
        const response = await ledger.unchangedBy(() => late.register())
        expect(response).toMatchObject({ status, body: { code } })
        expect(response.body).not.toHaveProperty('accessToken')
      }
    },
  )
})

describe('a register token of a paused member’s identity', () => {
  it('does not pass the pause, and only sends the reactivation mail', async ({ stack, ledger }) => {
    const { late, member } = await overtaken(stack, 'person-4')
    await setStatus(ledger, member, 'deactivated')
    const sessions = await ledger.count('session')
    const form = late.outcome
    for (let time = 1; time <= 2; time += 1) {
      late.outcome = form
      const response = await late.register()
      expect(response).toMatchObject({ status: 401, body: { code: 'member_deactivated' } })
      expect(response.body).not.toHaveProperty('accessToken')
    }
    expect(await ledger.count('session')).toBe(sessions)
    expect(await stack.outbox()).toHaveLength(1)
  })
})

describe('a register token of a person who is being disconnected at the provider', () => {
  it('makes no member', async ({ stack, ledger }) => {
    const late = visitor(stack)
    await late.redirect('person-6')
    const identity = { provider: 'kakao', subject: subjectOf(late) } as const
    const { identityClaims, clock } = await world()
    const form = late.outcome
    await identityClaims.beginDisconnecting(identity, 'written_before', clock.now(), false)
    expect(await ledger.unchangedBy(() => late.register())).toMatchObject(refused)
    await identityClaims.endDisconnecting(identity)
    late.outcome = form
    expect(await ledger.unchangedBy(() => late.register())).toMatchObject(refused)
  })
})
