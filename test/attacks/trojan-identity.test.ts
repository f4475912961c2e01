import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory has an account under Minji's address, which nobody ever verified, and adds her own Kakao account to it.
 * Then she waits: when Minji requests a code at that address and recovers the account, Mallory's Kakao would still
 * open it (the trojan identifier).
 * Defence: a code at an unverified address opens an account only where the password is the only other lead. Any other
 * account stays with its owner, and the owner of the address signs up and takes the address.
 */

const it = testWithStack({
  personas: [atKakao('mallory', { name: '박말로' }), atKakao('minji', { name: '김민지' })],
})
it.afterEach(({ stack }) => expectSoundTable(stack))

describe('an account with a trojan', () => {
  it('is not opened by a code, and its address goes to the owner of the address', async ({ stack }) => {
    const old = { email: 'minji@example.com', emailVerified: false, name: '김민지', password: usualPassword }
    const trojaned = await settle(stack, old)
    const mallory = visitor(stack)
    await mallory.passwordLogin('minji@example.com')
    expect((await mallory.startLink('mallory')).body).toMatchObject({ outcome: 'linked' })

    const minji = visitor(stack)
    expect(await minji.signInByCode('minji@example.com')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
    expect((await asItIs(stack, trojaned)).ways.toSorted()).toEqual([
      expect.stringContaining('identity:'),
      'password',
    ])

    stack.advanceClock(31)
    expect(await minji.emailSignUp('minji@example.com', { name: '김민지' })).toMatchObject({ status: 201 })
    const own = (await minji.me()).body['id']
    expect(own).not.toBe(trojaned.id)

    expect((await visitor(stack).redirect('mallory')).body).toMatchObject({ member: { id: trojaned.id } })
    expect((await visitor(stack).passwordLogin('minji@example.com')).body).toMatchObject({
      member: { id: own },
    })
    expect(await asItIs(stack, trojaned)).not.toHaveProperty('email')
  })

  it('is not joined by its victim’s Kakao either, which gets a new account', async ({ stack }) => {
    const minji = visitor(stack)
    expect((await minji.direct('minji')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await minji.link()).body).toMatchObject({ outcome: 'signed_in' })
    const { body } = await minji.me()
    expect(body).toMatchObject({ email: 'minji@example.com', methods: ['password', 'email_code', 'kakao'] })
    expect(body['identities']).toHaveLength(1)
  })
})
