import { describe, expect } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory held Minji's phone for a while, and copied its tokens. Minji noticed and signed that session out. Signing
 * out also accepts an expired access token, so nobody has to sign in to sign out. Mallory sends the old tokens with
 * "everywhere", and would sign Minji out of all her devices at any time.
 * Defence: only a live session can end the others.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

async function signedIn(stack: TestStack): Promise<Visitor> {
  const phone = visitor(stack, { client: 'app' })
  await phone.redirect('minji')
  return phone
}

/** The tokens that Mallory holds of a session. Either one can sign out. */
const copies = {
  'access token': ({ accessToken }: Visitor) => ({ bearer: accessToken, body: { everywhere: true } }),
  'refresh token': ({ refreshToken }: Visitor) => ({ body: { everywhere: true, refreshToken } }),
}
const names = ['access token', 'refresh token'] as const

const signOutWith = (
  stack: TestStack,
  call: { readonly bearer?: string | undefined; readonly body: unknown },
) => visitor(stack, { client: 'app' }).call('POST', '/logout', call)

describe.each(names)('the %s of a session that ended', (name) => {
  it('by signing out does not end the others', async ({ stack, ledger }) => {
    const [stolen, other] = [await signedIn(stack), await signedIn(stack)]
    const copy = copies[name](stolen)
    await stolen.logout()
    const response = await ledger.unchangedBy(() => signOutWith(stack, copy))
    expect(response.status).toBe(204)
    expect((await other.me()).status).toBe(200)
    expect((await other.refresh()).status).toBe(200)
  })

  it('together with all others does not end later ones', async ({ stack }) => {
    const stolen = await signedIn(stack)
    const copy = copies[name](stolen)
    await (await signedIn(stack)).logout({ everywhere: true })
    const after = await signedIn(stack)
    expect((await signOutWith(stack, copy)).status).toBe(204)
    expect((await after.me()).status).toBe(200)
    expect((await after.refresh()).status).toBe(200)
  })

  it('by expiring does not end later ones', async ({ stack }) => {
    const stolen = await signedIn(stack)
    const copy = copies[name](stolen)
    stack.advanceClock(31 * 86_400)
    const after = await signedIn(stack)
    expect((await signOutWith(stack, copy)).status).toBe(204)
    expect((await after.me()).status).toBe(200)
  })
})

describe.each(names)('the %s of a live session', (name) => {
  it('ends all of them, even an expired one', async ({ stack }) => {
    const [mine, other] = [await signedIn(stack), await signedIn(stack)]
    stack.advanceClock(3600)
    expect((await mine.me()).status).toBe(401)
    expect((await signOutWith(stack, copies[name](mine))).status).toBe(204)
    expect((await mine.refresh()).status).toBe(401)
    expect((await other.refresh()).status).toBe(401)
  })
})
