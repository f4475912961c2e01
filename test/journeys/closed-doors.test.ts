import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/* A stage where members sign in with a provider or by a code to their address. */

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack({
    personas: [atKakao('only', { name: '오하나' })],
    environment: {
      IEUM_DOORS: JSON.stringify({
        emailSignUp: false,
        phoneSignUp: false,
        passwordSignIn: false,
        smsCodeSignIn: false,
      }),
    },
  })
})
afterEach(() => expectSoundTable(stack))
afterAll(() => stack.stop())

describe('a stage without passwords and without texts', () => {
  it('has no sign-in by either, and asks for no code that would sign in', async () => {
    const who = visitor(stack, { client: 'app' })
    const notFound = { status: 404, body: { code: 'not_found' } }
    expect(await who.passwordLogin('nobody@example.com', 'whatever it is')).toMatchObject(notFound)
    expect(await who.sendCode('+821023480003', 'sign_in')).toMatchObject(notFound)
    expect((await who.sendCode('+821023480003', 'sign_up')).status).toBe(202)
    expect((await who.sendCode('nobody@example.com', 'sign_in')).status).toBe(202)
  })

  it('names only the ways that it offers, and counts no other as the last one', async () => {
    const who = visitor(stack)
    expect((await who.signUp('only')).status).toBe(201)
    expect((await who.me()).body).toMatchObject({
      phoneVerified: true,
      methods: ['email_code', 'kakao'],
    })
    expect(await who.change({ password: 'a boat on the han river' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/password' }] },
    })
  })

  it('does not describe them', async () => {
    const { body } = await visitor(stack).call('GET', '/openapi.json')
    expect(Object.keys(Object(body['paths']))).toEqual(expect.arrayContaining(['/login/code']))
    expect(Object.keys(Object(body['paths']))).not.toContain('/login/password')
  })
})
