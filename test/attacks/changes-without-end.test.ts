import { expect } from 'vitest'
import { passkeyIdsIn, passkeySteps } from '../support/passkey-steps.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory has an account, and changes it without end: each change is a transaction, and most are a notice by mail.
 * Defence: all doors behind a bearer token that change something count under one limit for each session, and so do the
 * visits that such a session has begun at a provider. What ends or
 * removes something is not counted, so that nobody is kept from signing out.
 */

const it = testWithStack({
  casts: { naver: [atNaver('more'), atNaver('redirect'), atNaver('direct')] },
  environment: { IEUM_LIMITS: JSON.stringify({ changesPerHour: 2 }) },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const tooMany = { status: 429, body: { code: 'too_many_requests' } }

let people = 0
/** A member with a passkey, who has made as many changes as may be in an hour. */
async function tireless(stack: TestStack, who: Visitor = visitor(stack, { client: 'app' })) {
  people += 1
  const email = `tireless-${people}@example.com`
  await settle(stack, { email, name: '김하나', password: usualPassword })
  expect((await who.passwordLogin(email)).status).toBe(200)
  const steps = passkeySteps(stack)
  expect((await steps.add(who)).status).toBe(201)
  const [id = ''] = passkeyIdsIn(await who.me())
  expect((await steps.rename(who, id, '내 휴대폰')).status).toBe(200)
  return { who, steps, id }
}

it.for<readonly [string, (of: Awaited<ReturnType<typeof tireless>>) => Promise<unknown>]>([
  ['rename a passkey', ({ who, steps, id }) => steps.rename(who, id, '내 노트북')],
  ['add a passkey', ({ who, steps }) => steps.add(who)],
  ['change consents', ({ who }) => who.changeConsent('marketing', true)],
  [
    'change what is stored',
    ({ who }) => who.call('PATCH', '/me', { bearer: who.accessToken, body: { name: '김둘' } }),
  ],
] as const)('a third change in an hour waits: to %s', async ([_, change], { stack }) => {
  expect(await change(await tireless(stack))).toMatchObject(tooMany)
})

it('a third change in an hour waits: to link a visit to the own account', async ({ stack }) => {
  const who = visitor(stack, { client: 'app', provider: 'naver' })
  await who.direct('more')
  expect(who.registration['outcome']).toBe('registration_required')
  await tireless(stack, who)
  expect(await who.linkOwnAccount()).toMatchObject(tooMany)
  // The visit waits as well, and a new sign-in has a limit of its own.
  await who.passwordLogin(`tireless-${people}@example.com`)
  expect((await who.linkOwnAccount()).body).toMatchObject({ outcome: 'linked' })
})

it.for(['redirect', 'direct'] as const)(
  'a third change in an hour waits: to add a provider (%s)',
  async (flow, { stack }) => {
    const who = visitor(stack, { client: 'app', provider: 'naver' })
    await tireless(stack, who)
    expect(await who.startLink(flow, {}, flow)).toMatchObject(tooMany)
    expect((await who.me()).body).toMatchObject({ identities: [] })
    // A new sign-in has a limit of its own, and the provider's account is as new as before.
    await who.passwordLogin(`tireless-${people}@example.com`)
    expect((await who.startLink(flow, {}, flow)).body).toMatchObject({ outcome: 'linked' })
  },
)

it('what ends something does not wait', async ({ stack }) => {
  const { who, steps, id } = await tireless(stack)
  expect((await steps.remove(who, id)).status).toBe(204)
  expect((await who.logout()).status).toBe(204)
})
