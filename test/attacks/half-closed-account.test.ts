import { expect } from 'vitest'
import { handler as sweep } from '../../functions/sweep.ts'
import { withdraw } from '../../lib/flows/account/withdraw.ts'
import { world } from '../../lib/runtime/world.ts'
import { leave } from '../support/closing-steps.ts'
import { sure } from '../support/people.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A member closes the account, and the function dies half-way: killed, or the provider or the mail service hangs. An
 * account that is closed here and connected at the provider, or the other way round, would be an unwatched door.
 * Defence: all writes happen in one transaction before any call. Missing calls to a provider are due a minute later.
 * No step leaves the account half closed, and a second attempt finds the account closed.
 */

const cast = ['before', 'after', 'hangs', 'mail'].map((key, index) => atKakao(key, { name: `김${index}` }))

const it = testWithStack({ personas: cast })
it.afterEach(async ({ stack }) => {
  stack.kakao.heal()
  await expectSoundTable(stack)
})

async function member(stack: TestStack, persona: string) {
  const who = visitor(stack, { client: 'app' })
  expect((await who.signUp(persona)).status).toBe(201)
  return who
}

class Killed extends Error {}
const die = (): never => {
  throw new Killed()
}

it('a function killed before the write has changed nothing', async ({ stack }) => {
  const who = await member(stack, 'before')
  const real = await world()
  const dying = { ...real, withdrawals: { begin: async () => die() } }
  await expect(withdraw(dying, sure(who.accessToken))).rejects.toThrow(Killed)
  expect((await who.me()).status).toBe(200)
  expect(stack.kakao.isConnected('before')).toBe(true)
  expect((await leave(who)).status).toBe(204)
})

it('after a function is killed right after the write, nobody signs in, and the sweep disconnects', async ({
  stack,
}) => {
  const who = await member(stack, 'after')
  const real = await world()
  const dying = { ...real, providers: { find: () => die() } }
  await expect(withdraw(dying, sure(who.accessToken))).rejects.toThrow(Killed)
  expect((await who.me()).status).toBe(401)
  expect((await leave(who)).body).toMatchObject({ code: 'invalid_token' })
  expect(stack.kakao.isConnected('after')).toBe(true)
  stack.advanceClock(61)
  expect(await sweep()).toMatchObject({ failed: 0 })
  expect(stack.kakao.isConnected('after')).toBe(false)
  expect((await visitor(stack).direct('after')).body).toMatchObject({ code: 'member_withdrawn' })
})

it('while the provider does not respond, the account is closed, and the sweep retries until it does', async ({
  stack,
}) => {
  const who = await member(stack, 'hangs')
  stack.kakao.fail('/v1/user/unlink', 'reset')
  expect((await leave(who)).status).toBe(204)
  expect((await who.refresh()).status).toBe(401)
  stack.advanceClock(61)
  expect(await sweep()).toMatchObject({ failed: 1 })
  stack.kakao.heal()
  stack.advanceClock(121)
  expect(await sweep()).toMatchObject({ ended: 1, failed: 0 })
  expect(stack.kakao.isConnected('hangs')).toBe(false)
})

it('while no mail goes out, the account is closed all the same', async ({ stack }) => {
  const who = await member(stack, 'mail')
  const real = await world()
  const mailless = { ...real, mails: { send: async () => die() } }
  await expect(withdraw(mailless, sure(who.accessToken))).resolves.toBeUndefined()
  expect((await who.me()).status).toBe(401)
  expect(stack.kakao.isConnected('mail')).toBe(false)
})
