import { describe, expect } from 'vitest'
import { atGoogle } from '../support/people-at-google.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A service whose members share mailboxes: a couple, or a shop with one address at its counter. `sharedContacts` takes
 * addresses as it takes numbers.
 */

const policy = {
  full: ['phone', 'name'],
  requiredItems: ['name', 'email'],
  verifiedItems: ['email'],
  siblingTags: [],
  sharedContacts: ['email'],
}
const mailboxAt = (key: string) => ({
  email: { address: `${key}@shop.example`, verified: true, hd: 'shop.example' },
})

const it = testWithStack({
  casts: {
    google: [
      atGoogle('counter', { name: '박점원', ...mailboxAt('counter') }),
      atGoogle('fourth', { name: '네리', ...mailboxAt('full') }),
      atGoogle('owner', { name: '이사장', ...mailboxAt('proof') }),
    ],
  },
  environment: { IEUM_POLICY: JSON.stringify(policy) },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const app = (stack: TestStack) => visitor(stack, { client: 'app' })
const byGoogle = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'google' })
const anew = { continueAs: 'new' }
const own = (name: string) => `${name} has an own one`

/** The least time between two codes to one address. */
const nextCode = (stack: TestStack) =>
  visitor(stack).call('POST', '/_local/clock', { body: { advanceSeconds: 31 } })

/** Signs up by an address, as somebody new where members have it already. */
async function joinBy(stack: TestStack, address: string, name: string, over = {}): Promise<Visitor> {
  await nextCode(stack)
  const who = app(stack)
  expect((await who.emailSignUp(address, { name, password: own(name), ...over })).status).toBe(201)
  return who
}

const taken = { status: 409, body: { code: 'email_taken' } }

describe('people who share a mailbox', () => {
  it('sign up one by one, and each signs in by the address and the own password', async ({ stack }) => {
    const address = 'couple@shop.example'
    await joinBy(stack, address, '이엄마')
    await nextCode(stack)
    expect(await app(stack).emailSignUp(address, { name: '김아빠', password: own('김아빠') })).toMatchObject(
      taken,
    )
    await joinBy(stack, address, '김아빠', anew)
    for (const name of ['이엄마', '김아빠']) {
      const who = app(stack)
      expect((await who.passwordLogin(address, own(name))).status).toBe(200)
      expect((await who.me()).body).toMatchObject({
        name,
        email: address,
        emailVerified: true,
        methods: ['password'],
      })
    }
    expect((await app(stack).passwordLogin(address, 'a stranger’s own')).status).toBe(401)
  })

  it('are not signed in by a code, which names none of them', async ({ stack }) => {
    const address = 'no-code@shop.example'
    await joinBy(stack, address, '이엄마')
    await nextCode(stack)
    expect(await app(stack).signInByCode(address)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  it('are three at most', async ({ stack }) => {
    const address = 'full@shop.example'
    await joinBy(stack, address, '하나')
    await joinBy(stack, address, '두리', anew)
    await joinBy(stack, address, '세리', anew)
    await nextCode(stack)
    expect(await app(stack).emailSignUp(address, { name: '네리', ...anew })).toMatchObject(taken)
    const fourth = byGoogle(stack)
    expect((await fourth.direct('fourth')).body).toMatchObject({ outcome: 'link_proof_required' })
    for (const name of ['하나', '두리', '세리']) {
      expect((await app(stack).passwordLogin(address, own(name))).status).toBe(200)
    }
  })

  it('are joined by a visitor with Google, after the question whether the visitor is one of them', async ({
    stack,
  }) => {
    const address = 'counter@shop.example'
    await joinBy(stack, address, '이사장')
    const who = byGoogle(stack)
    const asked = await who.direct('counter')
    expect(asked.body).toMatchObject({
      outcome: 'link_proof_required',
      mayRegister: true,
      candidates: [{ email: 'c*****@shop.example', methods: ['password'] }],
    })
    expect(asked.text).not.toContain('이사')
    await who.continueAsNew()
    expect((await who.register()).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ email: address, emailVerified: true, methods: ['google'] })
    expect((await app(stack).passwordLogin(address, own('이사장'))).status).toBe(200)
  })

  it('link Google to the own account by the own password', async ({ stack }) => {
    const address = 'proof@shop.example'
    const member = await joinBy(stack, address, '이사장')
    const who = byGoogle(stack)
    expect((await who.direct('owner')).body).toMatchObject({ outcome: 'link_proof_required' })
    expect((await who.link()).status).toBe(401)
    await who.passwordLogin(address, own('이사장'))
    expect((await who.link()).body).toMatchObject({
      outcome: 'linked',
      member: { id: (await member.me()).body['id'] },
    })
    // The address is a household's, so Google is the last way that lasts.
    expect(await who.unlink()).toMatchObject({ status: 409, body: { code: 'last_login_method' } })
  })

  it('change to the shared mailbox and away from it', async ({ stack }) => {
    const address = 'change@shop.example'
    await joinBy(stack, address, '하나')
    const second = await joinBy(stack, 'own-one@shop.example', '두리')
    await nextCode(stack)
    await second.prove(address, 'contact')
    expect((await second.change({ verificationToken: second.verificationToken })).status).toBe(200)
    expect((await second.me()).body).toMatchObject({ email: address, emailVerified: true })
    expect((await app(stack).passwordLogin(address, own('두리'))).status).toBe(200)
    await second.prove('another@shop.example', 'contact')
    expect((await second.change({ verificationToken: second.verificationToken })).status).toBe(200)
    expect((await app(stack).passwordLogin(address, own('두리'))).status).toBe(401)
    expect((await app(stack).passwordLogin(address, own('하나'))).status).toBe(200)
  })
})
