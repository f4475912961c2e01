import { expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { raceRounds } from '../support/runs.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A person consents to a link here and removes the app at Kakao in the same moment. Half of each would be a member
 * with an identity that leads to nobody, or the other way round.
 * Defence: both are one transaction that requires the state of the claim, so the end equals one order of the two.
 */

const cast = Array.from({ length: raceRounds }, (_, round) => atKakao(`person-${round}`))

const it = testWithStack({ personas: cast })

it('linking and a notice at once end in the order of one of the two, many times', async ({ stack }) => {
  const ends = new Map<string, number>()
  for (const { key, name = '' } of cast) {
    const member = await settle(stack, { email: `${key}@example.com`, name })
    const person = visitor(stack, { client: 'app' })
    await person.direct(key)
    expect(person.outcome).toMatchObject({ outcome: 'link_confirmation_required' })
    const [response, status] = await Promise.all([person.link(), stack.kakao.unlinkFromOutside(key)])
    expect(status).toBe(200)
    const { ways } = await asItIs(stack, member)
    const isLinked = ways.some((way) => way.startsWith('identity:'))
    // Kakao reports that the person is gone: in either order, the identity no longer belongs to this member.
    expect(isLinked).toBe(false)
    expect([200, 400, 401, 409]).toContain(response.status)
    ends.set(`${response.status}`, (ends.get(`${response.status}`) ?? 0) + 1)
  }
  expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBe(raceRounds)
  await expectSoundTable(stack)
}, 120_000)
