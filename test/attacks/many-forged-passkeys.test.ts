import { expect } from 'vitest'
import { passkeySteps } from '../support/passkey-steps.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory floods the passkey door with signatures that somebody has to verify.
 * Defence: refused ones count for their source, and then wait. A right one counts nowhere, so nobody behind the same address
 * is kept out.
 */

const perSourceAndHour = 2

const it = testWithStack({
  environment: { IEUM_LIMITS: JSON.stringify({ failures: { perSourceAndHour } }) },
})
it.afterAll(({ stack }) => expectSoundTable(stack))

it('refused signatures of one source end with a pause, and a right one still signs in', async ({ stack }) => {
  await settle(stack, { email: 'minji@example.com', name: '김민지', password: usualPassword })
  const minji = visitor(stack, { client: 'app' })
  await minji.passwordLogin('minji@example.com')
  const steps = passkeySteps(stack)
  expect((await steps.add(minji)).status).toBe(201)
  const made = { signature: new Uint8Array(70) }
  const codes: unknown[] = []
  for (let tries = 0; tries < 4; tries += 1) {
    codes.push((await steps.signIn(visitor(stack), { made })).body['code'])
  }
  expect(codes).toEqual([
    'invalid_credentials',
    'invalid_credentials',
    'too_many_requests',
    'too_many_requests',
  ])
  expect((await steps.signIn(visitor(stack))).status).toBe(200)
})
