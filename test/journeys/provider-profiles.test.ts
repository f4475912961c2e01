import { describe, expect } from 'vitest'
import { fieldsOf } from '../support/fields.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable, itemsOf } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Gender, age range, a birthday in its calendar, a nickname, a picture: data that a provider shares because the
 * person agreed to it at the provider. The data is stored with its identity, and ends with that identity.
 */

const it = testWithStack({
  personas: [
    atKakao('telling', { gender: 'female', birthyear: '1990', birthday: '0517', birthdayType: 'LUNAR' }),
    atKakao('adding', { name: '더하기', gender: 'male' }),
    atKakao('unlinked_by_provider', { name: '끊김', gender: 'male' }),
    atKakao('leaving', { name: '떠남', gender: 'male' }),
    atKakao('closing', { name: '탈퇴', gender: 'female' }),
  ],
})
it.afterAll(({ stack }) => expectSoundTable(stack))

const told = async (stack: TestStack): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await itemsOf(stack, 'identity')).flatMap(({ SK, profile }) =>
    profile === undefined ? [] : [{ SK, ...fieldsOf(profile) }],
  )

describe('the data that Kakao shares about a member', () => {
  it('is stored with the identity, with the calendar of the birthday, and signs nobody in', async ({
    stack,
  }) => {
    expect((await visitor(stack).signUp('telling')).status).toBe(201)
    const [row] = await told(stack)
    expect(row).toMatchObject({
      SK: expect.stringMatching(/^IDENTITY#kakao#/),
      gender: 'female',
      birth: { year: 1990, monthDay: '0517', calendar: 'lunar' },
    })
    for (const name of ['email', 'phone', 'ci', 'name']) expect(row).not.toHaveProperty(name)
  })

  it('leaves out items without agreement', async ({ stack }) => {
    const before = (await told(stack)).length
    const who = visitor(stack)
    await who.redirect('adding', { refuse: ['gender'] })
    expect((await who.register()).status).toBe(201)
    const fresh = await told(stack)
    expect(fresh).toHaveLength(before + 1)
    expect(fresh.filter((row) => row['gender'] === 'male')).toEqual([])
  })

  it('comes with a Kakao account that a member adds, and ends with its removal', async ({ stack }) => {
    const who = visitor(stack)
    await who.emailSignUp('adds@example.com')
    const before = (await told(stack)).length
    expect((await who.startLink('unlinked_by_provider')).body['outcome']).toBe('linked')
    expect((await told(stack)).length).toBe(before + 1)
    expect((await who.unlink()).status).toBe(200)
    expect((await told(stack)).length).toBe(before)
  })

  it('ends when the person ends the connection at Kakao', async ({ stack }) => {
    const before = (await told(stack)).length
    const who = visitor(stack)
    await who.signUp('leaving')
    expect((await told(stack)).length).toBe(before + 1)
    expect(await stack.kakao.unlinkFromOutside('leaving')).toBe(200)
    expect((await told(stack)).length).toBe(before)
  })

  it('ends at once when the member withdraws', async ({ stack }) => {
    const before = (await told(stack)).length
    const who = visitor(stack)
    await who.signUp('closing')
    expect((await told(stack)).length).toBe(before + 1)
    const left = await who.call('DELETE', '/me', { bearer: who.accessToken })
    expect(left.status).toBeLessThan(300)
    expect((await told(stack)).length).toBe(before)
  })
})
