import { expect } from 'vitest'
import type { TestResponse } from '../support/caller.ts'
import { askedToMerge, type SignedIn, signedInBy } from '../support/merge-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs } from '../support/people-of-the-service.ts'
import { raceRounds } from '../support/runs.ts'
import { setUpRounds } from '../support/set-up-rounds.ts'
import { providerAnswerIn } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Two accounts are merged while somebody uses the one that ends: signs in, renews a session, adds a Kakao account, or
 * merges the other way round. Each reads before the other writes. A session could continue for a member who no longer
 * exists, or a value could end with neither account.
 * Defence: the merge requires the versions of both members, and every sign-in requires the status of the member.
 */

const cast = Array.from({ length: raceRounds }, (_, index) => [
  atKakao(`own-${index}`),
  atKakao(`more-${index}`),
])
const subjectOf = (key: string): string => `${cast.flat().find((persona) => persona.key === key)?.id}`

const it = testWithLedger({ personas: cast.flat() })

let number = 0
const unknown = (): string => `${7_000_000_000 + number++}`

interface Round {
  readonly survivor: SignedIn
  readonly other: SignedIn
  /** Consents to the merge of `other` into `survivor`. */
  readonly merge: () => Promise<TestResponse>
}

/** Two members for each round whom nobody else knows. `leadsTo` names the account that leads to the second one. */
const allRounds = (
  stack: TestStack,
  leadsTo: (round: number) => string = unknown,
): Promise<readonly Round[]> =>
  setUpRounds(stack, raceRounds, async (table, round) => {
    const survivor = await signedInBy(stack, unknown(), table)
    const other = await signedInBy(stack, leadsTo(round), table)
    return { survivor, other, merge: await askedToMerge(survivor, other, table) }
  })

/** The remains of a member sign nobody in, and name the survivor. */
async function expectGone(stack: TestStack, survivor: SignedIn, other: SignedIn): Promise<void> {
  expect(await asItIs(stack, other.member)).toMatchObject({
    status: 'merged',
    mergedInto: survivor.member.id,
  })
  expect((await other.phone.refresh()).status).toBe(401)
}

it('a renewed session of the ending account does not outlive it', async ({ stack }) => {
  for (const { survivor, other, merge } of await allRounds(stack)) {
    const [merged, renewed] = await Promise.all([merge(), other.phone.refresh()])
    expect(merged.body['outcome']).toBe('merged')
    expect([200, 401]).toContain(renewed.status)
    await expectGone(stack, survivor, other)
    expect((await other.phone.me()).status).toBe(401)
  }
}, 120_000)

it('a sign-in to the ending account leads to the survivor, or ends with it', async ({ stack }) => {
  const keyOf = (round: number) => `own-${round}`
  const all = await allRounds(stack, (round) => subjectOf(keyOf(round)))
  for (const [round, { survivor, other, merge }] of all.entries()) {
    const { phone } = other
    await phone.startDirect()
    const response = providerAnswerIn(phone.consent(keyOf(round)))
    const [merged, entered] = await Promise.all([merge(), phone.finishDirect(response)])
    expect(merged.body['outcome']).toBe('merged')
    expect(entered.body['outcome']).toBe('signed_in')
    const me = await phone.me()
    if (me.status === 200) expect(me.body['id']).toBe(survivor.member.id)
    else expect(me.status).toBe(401)
  }
}, 120_000)

it('an addition to the ending account moves along, or is not added', async ({ stack }) => {
  for (const [round, { survivor, other, merge }] of (await allRounds(stack)).entries()) {
    const key = `more-${round}`
    await other.phone.startMemberDirect('link')
    const response = providerAnswerIn(other.phone.consent(key))
    const [merged, added] = await Promise.all([merge(), other.phone.finishDirect(response)])
    expect(merged.body['outcome']).toBe('merged')
    expect([200, 401]).toContain(added.status)
    await expectGone(stack, survivor, other)
    const way = `identity:kakao:${subjectOf(key)}`
    if (added.body['outcome'] === 'linked') {
      expect((await asItIs(stack, survivor.member)).ways).toContain(way)
    }
  }
}, 120_000)

it('of two accounts that merge each other, one survives', async ({ stack }) => {
  for (const { survivor: one, other: another, merge } of await allRounds(stack)) {
    const mergeBack = await askedToMerge(another, one)
    const responses = await Promise.all([merge(), mergeBack()])
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 401])
    const [survivor, other] = responses[0]?.status === 200 ? [one, another] : [another, one]
    await expectGone(stack, survivor, other)
    expect((await survivor.phone.me()).body['identities']).toHaveLength(2)
  }
}, 120_000)

it('a member who withdraws and is merged at once is withdrawn or merged', async ({ stack }) => {
  for (const [round, { survivor, other, merge }] of (await allRounds(stack)).entries()) {
    const leaving = round % 2 === 0 ? other : survivor
    const leave = () => leaving.phone.call('DELETE', '/me', { bearer: leaving.phone.accessToken })
    const [merged, left] = await Promise.all([merge(), leave()])
    const isMerged = merged.body['outcome'] === 'merged'
    const { status } = await asItIs(stack, other.member)
    const survivorIs = (await asItIs(stack, survivor.member)).status
    if (leaving === other) {
      expect([status, left.status < 300]).toEqual(isMerged ? ['merged', false] : ['withdrawn', true])
    } else {
      // The survivor may withdraw after it took over the other account.
      expect(status).toBe(isMerged ? 'merged' : 'active')
      expect(survivorIs).toBe(left.status < 300 ? 'withdrawn' : 'active')
    }
  }
}, 120_000)
