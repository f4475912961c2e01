import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aroundAll, describe, expect } from 'vitest'
import { bringTo } from '../support/imports-of-project.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A service whose members are families: the number that everybody has to prove is often one for all of them. Each story
 * has a range of numbers of its own, since only so many texts an hour go to one range.
 */

const policy = {
  requiredItems: ['name', 'phone'],
  verifiedItems: ['phone'],
  siblingTags: [],
  sharedContacts: ['phone'],
}
const password = { mother: 'the mother’s own', father: 'the father’s own', child: 'the child’s own' }

let folder: string
aroundAll(async (runTests) => {
  folder = await mkdtemp(join(tmpdir(), 'ieum-family-'))
  await runTests()
  await rm(folder, { recursive: true })
})
const it = testWithStack({
  personas: [
    atKakao('daughter', { name: '김하나' }, ['phone']),
    atKakao('aunt', { name: '김이모' }, ['phone']),
    atKakao('son', { name: '박두리', phone: '+82 10-7003-0003' }),
    atKakao('unlinks', { name: '최하나' }, ['email', 'phone']),
  ],
  environment: { IEUM_POLICY: JSON.stringify(policy) },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const phoneUser = (stack: TestStack) => visitor(stack, { client: 'app' })

/** The least time between two codes to one number. */
const nextCode = (stack: TestStack) =>
  visitor(stack).call('POST', '/_local/clock', { body: { advanceSeconds: 31 } })

/** Signs up by a number, as somebody new where members have it already. */
async function joinBy(
  stack: TestStack,
  number: string,
  name: string,
  own: string,
  over = {},
): Promise<Visitor> {
  await nextCode(stack)
  const who = phoneUser(stack)
  expect((await who.phoneSignUp(number, { name, password: own, ...over })).status).toBe(201)
  return who
}
/** How many texts a request for a code leaves. */
async function textsFor(stack: TestStack, number: string, purpose: string): Promise<number> {
  await nextCode(stack)
  const count = async () => (await stack.outbox()).filter(({ to }) => to === number).length
  const before = await count()
  expect((await phoneUser(stack).sendCode(number, purpose)).status).toBe(202)
  return (await count()) - before
}

const anew = { continueAs: 'new' }

describe('a family on one number', () => {
  it('signs up one by one, and each signs in by the number and the own password', async ({ stack }) => {
    const number = '+821070010001'
    await joinBy(stack, number, '이엄마', password.mother)
    await nextCode(stack)
    const father = phoneUser(stack)
    expect(await father.phoneSignUp(number, { name: '김아빠', password: password.father })).toMatchObject({
      status: 409,
      body: { code: 'phone_taken' },
    })
    await joinBy(stack, number, '김아빠', password.father, anew)

    const names = { [password.mother]: '이엄마', [password.father]: '김아빠' }
    for (const [own, name] of Object.entries(names)) {
      const who = phoneUser(stack)
      expect((await who.passwordLogin(number, own)).status).toBe(200)
      expect((await who.me()).body).toMatchObject({
        name,
        phone: number,
        phoneVerified: true,
        methods: ['password'],
      })
    }
    expect(await textsFor(stack, number, 'sign_in')).toBe(0)
    expect((await phoneUser(stack).passwordLogin(number, 'a stranger’s')).status).toBe(401)
  })

  it('is three at most: a fourth takes another number', async ({ stack }) => {
    const number = '+821070020002'
    await joinBy(stack, number, '하나', password.mother)
    await joinBy(stack, number, '두리', password.father, anew)
    await joinBy(stack, number, '세리', password.child, anew)
    await nextCode(stack)
    expect(await phoneUser(stack).phoneSignUp(number, { name: '네리', ...anew })).toMatchObject({
      status: 409,
      body: { code: 'phone_taken' },
    })
    await nextCode(stack)
    const aunt = visitor(stack)
    await aunt.redirect('aunt')
    expect(await aunt.registerProving(number)).toMatchObject({
      status: 200,
      body: { outcome: 'link_proof_required', mayRegister: false },
    })
    for (const own of Object.values(password)) {
      expect((await phoneUser(stack).passwordLogin(number, own)).status).toBe(200)
    }
  })

  it('gives a fourth the place of one who has not proven the number for long, and comes in without it', async ({
    stack,
  }) => {
    const number = '+821072210010'
    await joinBy(stack, number, '하나', password.mother)
    const second = await joinBy(stack, number, '두리', password.father, anew)
    await joinBy(stack, number, '세리', password.child, anew)
    await second.prove('second@example.com', 'contact')
    expect((await second.change({ verificationToken: second.verificationToken })).status).toBe(200)
    const join = () => joinBy(stack, number, '네리', 'the fourth one’s own', anew)
    await expect(join()).rejects.toThrow()

    stack.advanceClock(91 * 86_400)
    await nextCode(stack)
    expect(await phoneUser(stack).phoneSignUp(number, { name: '네리' })).toMatchObject({ status: 409 })
    await join()
    expect((await phoneUser(stack).passwordLogin(number, 'the fourth one’s own')).status).toBe(200)
    expect((await phoneUser(stack).passwordLogin(number, password.father)).status).toBe(401)
    const left = phoneUser(stack)
    await left.passwordLogin('second@example.com', password.father)
    expect((await left.me()).body).not.toHaveProperty('phone')
    // The others have no other name, so nobody takes it from them.
    for (const own of [password.mother, password.child]) {
      expect((await phoneUser(stack).passwordLogin(number, own)).status).toBe(200)
    }
    await nextCode(stack)
    expect(await phoneUser(stack).phoneSignUp(number, { name: '다리', ...anew })).toMatchObject({
      status: 409,
      body: { code: 'phone_taken' },
    })
  })

  it('is joined with Kakao, after the question whether the visitor is one of them', async ({ stack }) => {
    const number = '+821070040004'
    await joinBy(stack, number, '이엄마', password.mother)
    await nextCode(stack)
    const daughter = visitor(stack)
    await daughter.redirect('daughter')
    const asked = await daughter.registerProving(number)
    expect(asked).toMatchObject({
      status: 200,
      body: {
        outcome: 'link_proof_required',
        mayRegister: true,
        candidates: [{ phone: '***-****-**04', methods: ['password'] }],
      },
    })
    expect(asked.text).not.toContain('이')
    await daughter.link({ consent: false, continueAs: 'new' })
    expect((await daughter.register()).status).toBe(201)
    expect((await daughter.me()).body).toMatchObject({
      name: '김하나',
      phone: number,
      phoneVerified: true,
      methods: ['email_code', 'kakao'],
    })
  })

  it('is joined by who comes with the number from Kakao, and by who proves to be a member of it', async ({
    stack,
  }) => {
    const number = '+821070030003'
    await joinBy(stack, number, '이엄마', password.mother)
    const son = visitor(stack)
    expect((await son.direct('son')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ phone: '***-****-**03' }],
    })
    await son.link({ consent: false, continueAs: 'new' })
    expect((await son.register()).status).toBe(201)
    expect((await son.me()).body).toMatchObject({ phone: number, phoneVerified: true })
    expect((await phoneUser(stack).passwordLogin(number, password.mother)).status).toBe(200)
  })

  it('has members of old among it', async ({ stack }) => {
    const number = '+821070050005'
    await bringTo(stack, folder, [
      { externalId: 'grandmother', name: '박할머니', phone: number, phoneVerified: true },
    ])
    await joinBy(stack, number, '이엄마', password.mother, anew)
    expect((await phoneUser(stack).passwordLogin(number, password.mother)).status).toBe(200)
    expect(await textsFor(stack, number, 'sign_in')).toBe(0)
  })

  it('is joined and left by a change of number, and the place is free again', async ({ stack }) => {
    const number = '+821070060006'
    await joinBy(stack, number, '하나', password.mother)
    const second = await joinBy(stack, number, '두리', password.father, anew)
    const third = await joinBy(stack, '+821070060007', '세리', password.child)
    await nextCode(stack)
    await third.prove(number, 'contact')
    expect((await third.change({ verificationToken: third.verificationToken })).status).toBe(200)
    expect((await third.me()).body).toMatchObject({ phone: number, phoneVerified: true })
    await nextCode(stack)
    expect((await phoneUser(stack).phoneSignUp(number, { name: '네리', ...anew })).status).toBe(409)

    await second.prove('+821070060008', 'contact')
    expect((await second.change({ verificationToken: second.verificationToken })).status).toBe(200)
    await joinBy(stack, number, '네리', 'the fourth one’s own', anew)
    expect((await phoneUser(stack).passwordLogin(number, password.father)).status).toBe(401)
    expect((await phoneUser(stack).passwordLogin('+821070060008', password.father)).status).toBe(200)
  })

  it('keeps no member without a way that lasts: the number and a password are not enough to unlink', async ({
    stack,
  }) => {
    const number = '+821070090009'
    const who = visitor(stack)
    await who.redirect('unlinks')
    expect((await who.registerProving(number)).status).toBe(201)
    expect((await who.change({ password: 'with the family’s number' })).status).toBe(200)
    expect(await who.unlink()).toMatchObject({ status: 409, body: { code: 'last_login_method' } })
  })

  it('never grows beyond three, also when all join at once', async ({ stack }) => {
    const number = '+821070100010'
    const people: { readonly who: Visitor; readonly name: string }[] = []
    for (const name of ['하나', '두리', '세리', '네리']) {
      await nextCode(stack)
      const who = phoneUser(stack)
      await who.prove(number, 'sign_up')
      people.push({ who, name })
    }
    const responses = await Promise.all(
      people.map(({ who, name }) =>
        who.registerByEmail({ name, password: `${name} has an own one`, ...anew }),
      ),
    )
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(responses.filter(({ body }) => body['code'] === 'phone_taken')).toHaveLength(1)
  })
})
