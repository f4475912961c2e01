import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A stage where members sign in with a provider or by a code to their address. */

const it = testWithStack({
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
it.afterEach(({ stack }) => expectSoundTable(stack))

describe('a stage without passwords and without texts', () => {
  it('has no sign-in by either, and asks for no code that would sign in', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const notFound = { status: 404, body: { code: 'not_found' } }
    expect(await who.passwordLogin('nobody@example.com', 'whatever it is')).toMatchObject(notFound)
    expect(await who.sendCode('+821023480003', 'sign_in')).toMatchObject(notFound)
    expect((await who.sendCode('+821023480003', 'sign_up')).status).toBe(202)
    expect((await who.sendCode('nobody@example.com', 'sign_in')).status).toBe(202)
  })

  it('names only the ways that it offers, and counts no other as the last one', async ({ stack }) => {
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

  it('does not describe them', async ({ stack }) => {
    const { body } = await visitor(stack).call('GET', '/openapi.json')
    expect(Object.keys(Object(body['paths']))).toEqual(expect.arrayContaining(['/login/code']))
    expect(Object.keys(Object(body['paths']))).not.toContain('/login/password')
  })
})
