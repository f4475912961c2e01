import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { expect } from 'vitest'
import { handler as sweep } from '../../functions/sweep.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { raceRounds } from '../support/runs.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * A person finishes signing up at the moment when the sweep, or a refusal on another device, ends the connection at
 * Kakao. If both happened, there would be a member whom Kakao does not know, or a connection that nobody ends.
 * Defence: the identity is marked before Kakao is called, only while it is pending. Finishing marks the identity as
 * linked under the same condition. One of them comes first, and the other fails.
 */

const of = (letter: string) =>
  Array.from({ length: raceRounds }, (_, index) =>
    atKakao(`${letter}-${index}`, { name: `${letter}${index}` }),
  )
const cast = [...of('a'), ...of('b')]

const it = testWithLedger({ personas: cast })

/** Moves the due time of an identity into the past, as for a sweep with a fast clock. */
async function makeDue(ledger: Ledger, persona: string): Promise<void> {
  const subject = `${cast.find(({ key }) => key === persona)?.id}`
  await ledger.client.send(
    new UpdateCommand({
      TableName: ledger.tableName,
      Key: { PK: `CLAIM#identity#kakao#${subject}`, SK: 'CLAIM' },
      UpdateExpression: 'SET dueAt = :past',
      ExpressionAttributeValues: { ':past': Date.now() - 1000 },
    }),
  )
}

const ledToAMember = async (stack: TestStack, persona: string): Promise<boolean> =>
  (await visitor(stack, { client: 'app' }).direct(persona)).body['outcome'] === 'signed_in'

it('either the sign-up or the sweep happens, never both and never neither', async ({ stack, ledger }) => {
  for (let round = 0; round < raceRounds; round += 1) {
    const persona = `a-${round}`
    const who = visitor(stack, { client: 'app' })
    await who.direct(persona)
    await makeDue(ledger, persona)
    const [response, swept] = await Promise.all([who.register(), sweep()])
    expect([201, 401]).toContain(response.status)
    const registered = response.status === 201
    expect(swept.ended).toBe(registered ? 0 : 1)
    expect(stack.kakao.isConnected(persona)).toBe(registered)
    if (round % 10 === 0) expect(await ledToAMember(stack, persona)).toBe(registered)
  }
}, 120_000)

it('either the sign-up or a refusal on another device happens, never both and never neither', async ({
  stack,
}) => {
  for (let round = 0; round < raceRounds; round += 1) {
    const persona = `b-${round}`
    await settle(stack, { name: `b${round}`, email: `namesake-${round}@example.org` })
    const [laptop, phone] = [visitor(stack), visitor(stack, { client: 'app' })]
    expect((await laptop.direct(persona)).body).toMatchObject({ outcome: 'link_proof_required' })
    await phone.direct(persona)
    await phone.continueAsNew()
    const [registered, declined] = await Promise.all([phone.register(), laptop.decline()])
    expect([
      [201, 409],
      [401, 200],
    ]).toContainEqual([registered.status, declined.status])
    expect(stack.kakao.isConnected(persona)).toBe(registered.status === 201)
    if (round % 10 === 0) expect(await ledToAMember(stack, persona)).toBe(registered.status === 201)
  }
}, 120_000)
