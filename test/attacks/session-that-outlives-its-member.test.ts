import { afterAll, beforeAll, expect, it } from 'vitest'
import { world } from '../../lib/runtime/world.ts'
import { left } from '../support/closing-steps.ts'
import { sure } from '../support/people.ts'
import { setStatus } from '../support/people-of-the-service.ts'
import { pause } from '../support/reactivation-steps.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/*
 * Mallory holds a refresh token of an account that is now suspended, paused or closed, from a device that was signed
 * in. If it still renewed, Mallory would continue as a former member.
 * Defence: a renewal is a transaction that requires an active member and a session that was not ended. Access tokens
 * live ten minutes, and their changes check the same.
 */

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack()
})
afterAll(async () => {
  await expectSoundTable(stack)
  await stack.stop()
})

/** A person on three devices, with Mallory's copy of the tokens of each. */
async function onThreeDevices(address: string) {
  const first = visitor(stack, { client: 'app' })
  await first.emailSignUp(address)
  const others = [visitor(stack, { client: 'app' }), visitor(stack, { client: 'app' })]
  for (const other of others) await other.passwordLogin(address, usualPassword)
  const devices = [first, ...others]
  const id = await memberIdOf(first)
  return { first, devices, copies: devices.map(copyOf), id }
}

async function memberIdOf(who: Visitor) {
  return (await (await world()).tokens.access.read(sure(who.accessToken), 'fresh_enough')).memberId
}

function copyOf({ accessToken, refreshToken }: Visitor): Visitor {
  const mallory = visitor(stack, { client: 'app' })
  return Object.assign(mallory, { accessToken, refreshToken })
}

it.each([
  [
    'suspended',
    ({ id }: { id: Parameters<typeof setStatus>[1]['id'] }) => setStatus(stack, { id }, 'suspended'),
  ],
  ['paused', async ({ first }: { first: Visitor }) => void (await pause(first))],
  ['closed', async ({ first }: { first: Visitor }) => void (await left(first))],
] as const)('no token of an account that is %s renews or changes anything', async (what, end) => {
  const { first, devices, copies, id } = await onThreeDevices(`${what}@example.com`)
  await end({ first, id })
  for (const device of [...devices, ...copies]) {
    expect((await device.refresh()).status).toBe(401)
    expect((await device.me()).status).toBe(401)
    expect((await device.changeConsent('marketing', true)).status).toBe(401)
    expect((await device.call('DELETE', '/me', { bearer: device.accessToken })).status).toBe(401)
  }
})
