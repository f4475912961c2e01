import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* The everyday case of a migration: a member of the old system, with an unverified address, signs in with Kakao. */

const keys = ['by-password', 'by-code', 'by-code-renamed', 'late', 'wrong'] as const
const cast = keys.map((key) => atKakao(key))

const it = testWithStack({ personas: cast })
it.afterEach(({ stack }) => expectSoundTable(stack))

const imported = (stack: TestStack, key: string, name = '김하나') =>
  settle(stack, { email: `${key}@example.com`, emailVerified: false, name, password: usualPassword })

async function asked(stack: TestStack, key: string): Promise<Visitor> {
  const who = visitor(stack)
  expect((await who.redirect(key)).body).toMatchObject({
    outcome: 'link_proof_required',
    mayRegister: true,
    candidates: [{ methods: ['password', 'email_code'] }],
  })
  return who
}

describe('an imported member', () => {
  it('links by the old password, and the address is verified from then on', async ({ stack }) => {
    const member = await imported(stack, 'by-password')
    const who = await asked(stack, 'by-password')
    expect((await who.passwordLogin('by-password@example.com')).body).toMatchObject({
      member: { id: member.id },
    })
    expect(await who.link()).toMatchObject({
      status: 200,
      body: { outcome: 'linked', member: { id: member.id, emailVerified: true } },
    })
    expect((await visitor(stack).direct('by-password')).body).toMatchObject({ member: { id: member.id } })
  })

  it('links by a code, which removes the old password; the question follows the change', async ({
    stack,
  }) => {
    const member = await imported(stack, 'by-code')
    const who = await asked(stack, 'by-code')
    stack.advanceClock(31)
    expect((await who.signInByCode('by-code@example.com')).body).toMatchObject({ member: { id: member.id } })
    // The address is now verified on both sides, so the partial match became a full one.
    expect((await who.link()).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect(await who.link()).toMatchObject({
      body: { outcome: 'signed_in', created: false, member: { id: member.id } },
    })
    const again = visitor(stack)
    expect((await again.passwordLogin('by-code@example.com')).status).toBe(401)
    expect((await again.redirect('by-code')).body).toMatchObject({ member: { id: member.id } })
  })

  it('with another name links by a code as well, in the session of that code', async ({ stack }) => {
    const member = await imported(stack, 'by-code-renamed', '옛이름')
    const who = await asked(stack, 'by-code-renamed')
    stack.advanceClock(31)
    await who.signInByCode('by-code-renamed@example.com')
    expect((await who.link()).body).toMatchObject({ outcome: 'link_proof_required' })
    expect((await who.link()).body).toMatchObject({ outcome: 'linked', member: { id: member.id } })
  })

  it('proves the account within ten minutes, or signs in again', async ({ stack }) => {
    await imported(stack, 'late')
    const who = await asked(stack, 'late')
    await who.passwordLogin('late@example.com')
    stack.advanceClock(601)
    expect(await who.link()).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect((await who.redirect('late')).body).toMatchObject({ outcome: 'link_proof_required' })
    await who.passwordLogin('late@example.com')
    expect((await who.link()).body).toMatchObject({ outcome: 'linked' })
  })

  it('is proven by no other member, however fresh the sign-in', async ({ stack }) => {
    const member = await imported(stack, 'wrong')
    await settle(stack, { email: 'another@example.com', password: usualPassword })
    const who = await asked(stack, 'wrong')
    await who.passwordLogin('another@example.com')
    expect(await who.link()).toMatchObject({ status: 403, body: { code: 'reauthentication_mismatch' } })
    expect((await asItIs(stack, member)).version).toBe(1)
  })
})
