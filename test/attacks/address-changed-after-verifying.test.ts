import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundHouse } from '../support/table-of.ts'

/*
 * Mallory signs up with an own address, proves it, and then puts the victim's address on her account, hoping that
 * "verified" stays. A victim who comes through Kakao would land in Mallory's account.
 * Defence: only its own proof puts an address on an account. No other input of a client changes an address.
 */

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

const victim = { address: 'minji.kim@example.com', persona: 'minji' } as const

it('leaves the address as it was proven, and the victim gets an own account', async () => {
  const mallory = visitor(house, { client: 'app' })
  expect((await mallory.emailSignUp('mallory@example.com', { name: '김민지' })).status).toBe(201)
  const bearer = mallory.accessToken
  const refused = { PATCH: 400, PUT: 404, POST: 404 }
  for (const [method, status] of Object.entries(refused)) {
    const answer = await mallory.call(method, '/me', { bearer, body: { email: victim.address } })
    expect(answer.status).toBe(status)
  }
  expect((await mallory.me()).body).toMatchObject({ email: 'mallory@example.com', emailVerified: true })

  const arriving = visitor(house)
  expect((await arriving.redirect(victim.persona)).body['outcome']).not.toBe('link_confirmation_required')
  expect((await arriving.me()).status).toBe(401)
  await expectSoundHouse(house)
})

it('adds no unproven address to a sign-up of Mallory', async () => {
  const mallory = visitor(house)
  await mallory.redirect('taeyang')
  const answer = await mallory.register({ email: victim.address })
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  await expectSoundHouse(house)
})
