import { expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory signs up with an own address, proves it, and then puts the victim's address on her account, hoping that
 * "verified" stays. A victim who comes through Kakao would land in Mallory's account.
 * Defence: only its own proof puts an address on an account. No other input of a client changes an address.
 */

const it = testWithStack()

const victim = { address: 'minji.kim@example.com', persona: 'minji' } as const

it('leaves the address as it was proven, and the victim gets an own account', async ({ stack }) => {
  const mallory = visitor(stack, { client: 'app' })
  expect((await mallory.emailSignUp('mallory@example.com', { name: '김민지' })).status).toBe(201)
  const bearer = mallory.accessToken
  const refused = { PATCH: 400, PUT: 404, POST: 404 }
  for (const [method, status] of Object.entries(refused)) {
    const response = await mallory.call(method, '/me', { bearer, body: { email: victim.address } })
    expect(response.status).toBe(status)
  }
  expect((await mallory.me()).body).toMatchObject({ email: 'mallory@example.com', emailVerified: true })

  const arriving = visitor(stack)
  expect((await arriving.redirect(victim.persona)).body['outcome']).not.toBe('link_confirmation_required')
  expect((await arriving.me()).status).toBe(401)
  await expectSoundTable(stack)
})

it('adds no unproven address to a sign-up of Mallory', async ({ stack }) => {
  const mallory = visitor(stack)
  await mallory.redirect('taeyang')
  const response = await mallory.register({ email: victim.address })
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  await expectSoundTable(stack)
})
