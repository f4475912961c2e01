import { expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Numbers pass to other people after a while. Mallory has Minji's old number, rightly or by a trick at the shop, and
 * a Kakao account that verified it. She hopes that the number with Minji's name counts as Minji.
 * Defence: a number is never more than a question, which only Minji's own sign-in method answers. A hint shows two
 * digits. Minji's verified values stay hers until she changes them.
 */

let minji: Awaited<ReturnType<typeof settle>>
const it = testWithLedger({
  personas: [atKakao('mallory', { name: '김민지', phone: '+82 10-0000-7078' }, ['email'])],
})
it.beforeAll(async ({ stack }) => {
  const known = { email: 'minji@example.com', phone: '+821000007078', name: '김민지' }
  minji = await settle(stack, { ...known, password: usualPassword })
})

it.for(['redirect', 'direct'] as const)(
  'a number and a name match nobody without proof, by the %s flow',
  async (flow, { stack }) => {
    const mallory = visitor(stack)
    const { body } = await mallory[flow]('mallory')
    expect(body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ phone: '***-****-**78', name: '김**' }],
    })
    expect(JSON.stringify(body['candidates'])).not.toMatch(/1000007|minji|m\*/)
    expect((await mallory.link()).status).toBe(401)
    expect((await asItIs(stack, minji)).version).toBe(1)
  },
)

it('a number that a member verified stays with the member when its new owner signs up', async ({ stack }) => {
  const mallory = visitor(stack)
  await mallory.redirect('mallory')
  await mallory.continueAsNew()
  await mallory.prove('mallory@example.com', 'sign_up')
  expect(await mallory.register({ verificationTokens: [mallory.verificationToken] })).toMatchObject({
    status: 201,
  })
  expect((await mallory.me()).body).not.toHaveProperty('phone')
  expect((await asItIs(stack, minji)).phone).toMatchObject({ value: '+821000007078', verified: true })
})
