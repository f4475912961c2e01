import { expect } from 'vitest'
import { world } from '../../lib/runtime/world.ts'
import { left } from '../support/closing-steps.ts'
import { sure } from '../support/people.ts'
import { setStatus } from '../support/people-of-the-service.ts'
import { pause } from '../support/reactivation-steps.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory holds a refresh token of an account that is now suspended, paused or closed, from a device that was signed
 * in. If it still renewed, Mallory would continue as a former member.
 * Defence: a renewal is a transaction that requires an active member and a session that was not ended. Access tokens
 * live ten minutes, and their changes check the same.
 */

const it = testWithStack()
it.afterAll(({ stack }) => expectSoundTable(stack))

/** A person on three devices, with Mallory's copy of the tokens of each. */
async function onThreeDevices(stack: TestStack, address: string) {
  const first = visitor(stack, { client: 'app' })
  await first.emailSignUp(address)
  const others = [visitor(stack, { client: 'app' }), visitor(stack, { client: 'app' })]
  for (const other of others) await other.passwordLogin(address, usualPassword)
  const devices = [first, ...others]
  const id = await memberIdOf(first)
  return { first, devices, copies: devices.map((device) => copyOf(stack, device)), id }
}

async function memberIdOf(who: Visitor) {
  return (await (await world()).tokens.access.read(sure(who.accessToken), 'fresh_enough')).memberId
}

function copyOf(stack: TestStack, { accessToken, refreshToken }: Visitor): Visitor {
  const mallory = visitor(stack, { client: 'app' })
  return Object.assign(mallory, { accessToken, refreshToken })
}

it.for([
  [
    'suspended',
    ({ id }: { id: Parameters<typeof setStatus>[1]['id'] }, stack: TestStack) =>
      setStatus(stack, { id }, 'suspended'),
  ],
  ['paused', async ({ first }: { first: Visitor }) => void (await pause(first))],
  ['closed', async ({ first }: { first: Visitor }) => void (await left(first))],
] as const)(
  'no token of an account that is %s renews or changes anything',
  async ([what, end], { stack }) => {
    const { first, devices, copies, id } = await onThreeDevices(stack, `${what}@example.com`)
    await end({ first, id }, stack)
    for (const device of [...devices, ...copies]) {
      expect((await device.refresh()).status).toBe(401)
      expect((await device.me()).status).toBe(401)
      expect((await device.changeConsent('marketing', true)).status).toBe(401)
      expect((await device.call('DELETE', '/me', { bearer: device.accessToken })).status).toBe(401)
    }
  },
)
