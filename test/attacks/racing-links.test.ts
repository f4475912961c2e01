import { describe, expect } from 'vitest'
import type { TestResponse } from '../support/caller.ts'
import { phoneOf } from '../support/merge-steps.ts'
import { kakaoIdentity } from '../support/people.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { raceRounds } from '../support/runs.ts'
import { setUpRounds } from '../support/set-up-rounds.ts'
import { providerAnswerIn, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Two members add one Kakao account at once. A member removes both last sign-in methods on two devices. Two people
 * sign up with one address. Each request alone is right, and each reads before the other writes.
 * Defence: the contested value is one item, written under the condition of the read, in one transaction with
 * everything else. Exactly one of them happens, or both in a valid order.
 */

const cast = Array.from({ length: 2 * raceRounds }, (_, index) =>
  atKakao(`k-${index}`, { name: `김${index}` }),
)

const it = testWithLedger({ personas: cast })

const subjectOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`
const statusesOf = (responses: readonly TestResponse[]) => responses.map(({ status }) => status).toSorted()

async function memberWho(stack: TestStack, address: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  expect((await who.passwordLogin(address)).status).toBe(200)
  return who
}

it('one Kakao account that two members add at once belongs to one member', async ({ stack, ledger }) => {
  await settle(stack, { email: 'one@example.com', password: usualPassword })
  await settle(stack, { email: 'two@example.com', password: usualPassword })
  const members = [await memberWho(stack, 'one@example.com'), await memberWho(stack, 'two@example.com')]
  for (let round = 0; round < raceRounds; round += 1) {
    const persona = `k-${round}`
    const brought: object[] = []
    for (const who of members) {
      await who.startMemberDirect('link')
      brought.push(providerAnswerIn(who.consent(persona)))
    }
    const responses = await Promise.all(members.map((who, index) => who.finishDirect({ ...brought[index] })))
    const outcomes = responses.map(({ body }) => body['outcome'])
    // The second one finds another account by now, and is asked whether it belongs to the same person.
    expect(outcomes.toSorted()).toEqual(['linked', 'merge_confirmation_required'])
    const winner = members[outcomes.indexOf('linked')]
    expect((await winner?.unlink({ subject: subjectOf(persona) }))?.status).toBe(200)
  }
  await ledger.isSound()
}, 120_000)

it('of the last two sign-in methods one stays, though both are removed at once', async ({
  stack,
  ledger,
}) => {
  const all = await setUpRounds(stack, raceRounds, async (table, round) => {
    const subjects = [subjectOf(`k-${2 * round}`), subjectOf(`k-${2 * round + 1}`)]
    const member = await settle(stack, { kakao: subjects }, table)
    const devices = subjects.map((subject) => phoneOf(stack, member, kakaoIdentity(subject), table))
    return { subjects, devices: await Promise.all(devices) }
  })
  for (const { subjects, devices } of all) {
    const responses = await Promise.all(
      subjects.flatMap((subject) => devices.map((who) => who.unlink({ subject }))),
    )
    const unlinked = responses.filter(({ status }) => status === 200)
    expect(unlinked).toHaveLength(1)
    // 401: the device of the removed identity was signed out.
    for (const { status } of responses) expect([200, 401, 404, 409]).toContain(status)
    expect(unlinked[0]?.body).toMatchObject({ member: { methods: ['kakao'] } })
  }
  await ledger.isSound()
}, 120_000)

const sharing = Array.from({ length: raceRounds }, (_, index) => [
  atKakao(`left-${index}`, { email: mail(`shared-${index}@example.com`), name: `왼${index}` }),
  atKakao(`right-${index}`, { email: mail(`shared-${index}@example.com`), name: `오${index}` }),
])
const itAmongSharing = testWithLedger({ personas: sharing.flat() })

describe('at once', () => {
  const it = itAmongSharing

  it('two sign-ups with one address make one member', async ({ stack, ledger }) => {
    for (let round = 0; round < raceRounds; round += 1) {
      const both = [visitor(stack, { client: 'app' }), visitor(stack, { client: 'app' })]
      await both[0]?.direct(`left-${round}`)
      await both[1]?.direct(`right-${round}`)
      const responses = await Promise.all(both.map((who) => who.register()))
      expect(statusesOf(responses)).toEqual([201, 409])
      expect(responses.find(({ status }) => status === 409)?.body['code']).toBe('email_taken')
    }
    expect(await ledger.count('member')).toBe(raceRounds)
  }, 120_000)
})
