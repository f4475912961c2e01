import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, type OldMember, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A visitor whose Kakao account has no address types one and proves it by a code. The address may belong to a member.
 */

const keys = ['nobody', 'verified', 'never', 'owner', 'declines', 'other', 'away']
const cast = keys.map((key) => atKakao(key, { name: `김${key}` }, ['email', 'phone']))

const it = testWithStack({ personas: cast })
it.afterEach(({ stack }) => expectSoundTable(stack))

/** A visitor at the form, with an address that a code proved. */
async function typed(stack: TestStack, persona: string, address: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  expect(await who.redirect(persona)).toMatchObject({
    body: { outcome: 'registration_required', missing: ['email'] },
  })
  stack.advanceClock(31)
  await who.prove(address, 'sign_up')
  return who
}
const submit = (who: Visitor) => who.register({ verificationTokens: [who.verificationToken] })
const known = (email: string, more: OldMember = {}): OldMember => ({
  email,
  name: '이전부',
  password: usualPassword,
  ...more,
})

describe('an address that a visitor typed and proved', () => {
  it('belongs to the new member when it leads to nobody', async ({ stack }) => {
    const who = await typed(stack, 'nobody', 'new@example.com')
    expect(await submit(who)).toMatchObject({ status: 201, body: { created: true } })
    expect((await who.me()).body).toMatchObject({ email: 'new@example.com', emailVerified: true })
  })

  it('needs only consent when it leads to a member who verified it, since the code was the proof', async ({
    stack,
  }) => {
    const member = await settle(stack, known('verified@example.com'))
    const who = await typed(stack, 'verified', 'verified@example.com')
    const asked = await submit(who)
    expect(asked).toMatchObject({
      status: 200,
      body: {
        outcome: 'link_confirmation_required',
        candidates: [{ email: 'v*****@example.com', methods: ['password', 'email_code'] }],
      },
    })
    expect(JSON.stringify(asked.body['candidates'])).not.toContain('이')
    expect(await who.link()).toMatchObject({
      body: { outcome: 'signed_in', created: false, member: { id: member.id } },
    })
  })

  it('needs proof when it leads to a member who never verified it, and is verified then', async ({
    stack,
  }) => {
    const imported = { emailVerified: false, kakao: ['78'] }
    const member = await settle(stack, known('owner@example.com', imported))
    const who = await typed(stack, 'owner', 'owner@example.com')
    expect((await submit(who)).body).toMatchObject({ outcome: 'link_proof_required', mayRegister: true })
    expect(await who.passwordLogin('owner@example.com')).toMatchObject({ status: 200 })
    expect((await who.link()).body).toMatchObject({
      outcome: 'linked',
      member: { id: member.id, emailVerified: true },
    })
  })

  it('belongs to a visitor who is another person, and the member’s account stays without it', async ({
    stack,
  }) => {
    const member = await settle(stack, known('never@example.com', { emailVerified: false, kakao: ['77'] }))
    const who = await typed(stack, 'never', 'never@example.com')
    await submit(who)
    expect(await who.continueAsNew()).toMatchObject({
      body: {
        outcome: 'registration_required',
        missing: [],
        profile: { email: 'never@example.com', emailVerified: true },
      },
    })
    expect(await who.register()).toMatchObject({ status: 201, body: { created: true } })
    expect((await who.me()).body).toMatchObject({ email: 'never@example.com', emailVerified: true })
    expect(await asItIs(stack, member)).not.toHaveProperty('email')
  })

  it('stays with a member who verified it: a visitor who is another person types another one', async ({
    stack,
  }) => {
    const member = await settle(stack, known('taken@example.com'))
    const who = await typed(stack, 'other', 'taken@example.com')
    await submit(who)
    expect((await who.continueAsNew()).body).toMatchObject({
      outcome: 'registration_required',
      missing: ['email'],
    })
    expect(await who.register()).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    stack.advanceClock(31)
    await who.prove('own@example.com', 'sign_up')
    expect((await submit(who)).status).toBe(201)
    expect((await asItIs(stack, member)).email).toEqual({ value: 'taken@example.com', verified: true })
  })

  it('ends with a declined visit', async ({ stack }) => {
    await settle(stack, known('declines@example.com'))
    const who = await typed(stack, 'declines', 'declines@example.com')
    await submit(who)
    expect((await who.decline()).body).toEqual({ outcome: 'declined' })
    expect(stack.kakao.isConnected('declines')).toBe(false)
  })

  it.for([
    ['suspended', 403, 'member_suspended'],
    ['deactivated', 401, 'member_deactivated'],
  ] as const)('tells a proven %s member the status', async ([status, code, problem], { stack }) => {
    await settle(stack, known(`${status}@example.com`, { status }))
    const who = await typed(stack, 'away', `${status}@example.com`)
    expect(await submit(who)).toMatchObject({ status: code, body: { code: problem } })
  })
})
