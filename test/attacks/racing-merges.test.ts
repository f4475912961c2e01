import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { askedToMerge, type SignedIn, signedInBy } from '../support/merge-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs } from '../support/people-of-the-service.ts'
import { providerAnswerIn } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Two accounts are merged while somebody uses the one that ends: signs in, renews a session, adds a Kakao account, or
 * merges the other way round. Each reads before the other writes. A session could continue for a member who no longer
 * exists, or a value could end with neither account.
 * Defence: the merge requires the versions of both members, and every sign-in requires the status of the member.
 */

const rounds = 100
const cast = Array.from({ length: rounds }, (_, index) => [atKakao(`own-${index}`), atKakao(`more-${index}`)])
const subjectOf = (key: string): string => `${cast.flat().find((persona) => persona.key === key)?.id}`

let house: TestHouse
let ledger: Ledger
let number = 0
beforeAll(async () => {
  house = await openHouse({ personas: cast.flat() })
  ledger = ledgerOf(house)
})
afterEach(() => ledger.isSound())
afterAll(() => house.stop())

/** Two members whom nobody else knows. `subject` leads to the second one. */
async function pair(subject = `${7_000_000_000 + 2 * number}`): Promise<readonly [SignedIn, SignedIn]> {
  number += 1
  return [await signedInBy(house, `${8_000_000_000 + 2 * number}`), await signedInBy(house, subject)]
}

/** The remains of a member sign nobody in, and name the survivor. */
async function expectGone(survivor: SignedIn, other: SignedIn): Promise<void> {
  expect(await asItIs(house, other.member)).toMatchObject({
    status: 'merged',
    mergedInto: survivor.member.id,
  })
  expect((await other.phone.refresh()).status).toBe(401)
}

it('a renewed session of the ending account does not outlive it', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const [survivor, other] = await pair()
    const merge = await askedToMerge(survivor, other)
    const [merged, renewed] = await Promise.all([merge(), other.phone.refresh()])
    expect(merged.body['outcome']).toBe('merged')
    expect([200, 401]).toContain(renewed.status)
    await expectGone(survivor, other)
    expect((await other.phone.me()).status).toBe(401)
  }
}, 120_000)

it('a sign-in to the ending account leads to the survivor, or ends with it', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const key = `own-${round}`
    const [survivor, other] = await pair(subjectOf(key))
    const merge = await askedToMerge(survivor, other)
    const { phone } = other
    await phone.startDirect()
    const answer = providerAnswerIn(phone.consent(key))
    const [merged, entered] = await Promise.all([merge(), phone.finishDirect(answer)])
    expect(merged.body['outcome']).toBe('merged')
    expect(entered.body['outcome']).toBe('signed_in')
    const me = await phone.me()
    if (me.status === 200) expect(me.body['id']).toBe(survivor.member.id)
    else expect(me.status).toBe(401)
  }
}, 120_000)

it('an addition to the ending account moves along, or is not added', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const key = `more-${round}`
    const [survivor, other] = await pair()
    const merge = await askedToMerge(survivor, other)
    await other.phone.startMemberDirect('link')
    const answer = providerAnswerIn(other.phone.consent(key))
    const [merged, added] = await Promise.all([merge(), other.phone.finishDirect(answer)])
    expect(merged.body['outcome']).toBe('merged')
    expect([200, 401]).toContain(added.status)
    await expectGone(survivor, other)
    const way = `identity:kakao:${subjectOf(key)}`
    if (added.body['outcome'] === 'linked') {
      expect((await asItIs(house, survivor.member)).ways).toContain(way)
    }
  }
}, 120_000)

it('of two accounts that merge each other, one survives', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const [one, another] = await pair()
    const merges = [await askedToMerge(one, another), await askedToMerge(another, one)]
    const answers = await Promise.all(merges.map((merge) => merge()))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
    const [survivor, other] = answers[0]?.status === 200 ? [one, another] : [another, one]
    await expectGone(survivor, other)
    expect((await survivor.phone.me()).body['identities']).toHaveLength(2)
  }
}, 120_000)

it('a member who withdraws and is merged at once is withdrawn or merged', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const [survivor, other] = await pair()
    const merge = await askedToMerge(survivor, other)
    const leaving = round % 2 === 0 ? other : survivor
    const leave = () => leaving.phone.call('DELETE', '/me', { bearer: leaving.phone.accessToken })
    const [merged, left] = await Promise.all([merge(), leave()])
    const isMerged = merged.body['outcome'] === 'merged'
    const { status } = await asItIs(house, other.member)
    const survivorIs = (await asItIs(house, survivor.member)).status
    if (leaving === other) {
      expect([status, left.status < 300]).toEqual(isMerged ? ['merged', false] : ['withdrawn', true])
    } else {
      // The survivor may withdraw after it took over the other account.
      expect(status).toBe(isMerged ? 'merged' : 'active')
      expect(survivorIs).toBe(left.status < 300 ? 'withdrawn' : 'active')
    }
  }
}, 120_000)
