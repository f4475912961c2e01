import { describe, expect } from 'vitest'
import { isMemberId, type MemberId } from '../../lib/domain/values/ids.ts'
import { sure } from '../support/people.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { setStatus } from '../support/people-of-the-service.ts'
import { comeBack, pause } from '../support/reactivation-steps.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory joins by Naver under Minji's address, which Naver only says, and pauses the account. She signs in, and Minji
 * gets a friendly mail: "confirm to use your account again". Minji opens it. Now the address is verified on Mallory's
 * account, Mallory's Naver still signs in there, and Minji's Kakao leads into it.
 * Defence: no message goes to an address that somebody only said, and opening a message verifies nothing. Nobody pauses
 * whom no message could reach.
 */

const address = 'minji@example.com'
const it = testWithStack({
  personas: [atKakao('minji', { name: '김민지' })],
  casts: { naver: [atNaver('mallory', { email: address, name: '김말로' }, ['mobile'])] },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const atMallorys = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'naver' })
const idOf = (body: Record<string, unknown>): MemberId => sure([body['id']].find(isMemberId), 'id')

describe('an account under an address that was only said', () => {
  it('cannot be paused, since no message would reach its member', async ({ stack }) => {
    const mallory = atMallorys(stack)
    await mallory.signUp('mallory')
    expect((await mallory.me()).body).toMatchObject({ email: address, emailVerified: false })
    expect(await pause(mallory)).toMatchObject({ status: 409, body: { code: 'contact_required' } })
    expect((await mallory.me()).status).toBe(200)
  })

  it('sends no mail to the owner of the address after operators paused it, and verifies nothing', async ({
    stack,
  }) => {
    const mallory = atMallorys(stack)
    await mallory.direct('mallory')
    await setStatus(stack, { id: idOf((await mallory.me()).body) }, 'deactivated')
    const refused = await mallory.direct('mallory')
    expect(refused).toMatchObject({ status: 401, body: { code: 'member_deactivated' } })
    expect(refused.body).not.toHaveProperty('mailSentTo')
    expect((await stack.outbox()).filter(({ to }) => to === address)).toEqual([])

    expect((await comeBack(stack, refused.body['reactivateToken'])).status).toBe(200)
    await mallory.direct('mallory')
    expect((await mallory.me()).body).toMatchObject({ emailVerified: false, methods: ['naver'] })
  })

  it('is not where the owner of the address arrives', async ({ stack }) => {
    const minji = visitor(stack)
    expect((await minji.redirect('minji')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await minji.register()).status).toBe(201)
    const minjis = (await minji.me()).body
    expect(minjis).toMatchObject({ email: address, emailVerified: true })
    const mallory = atMallorys(stack)
    await mallory.direct('mallory')
    const mallorys = (await mallory.me()).body
    expect(mallorys).toMatchObject({ email: address, emailVerified: false })
    expect(mallorys['id']).not.toBe(minjis['id'])
  })
})
