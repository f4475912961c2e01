import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory held Minji's phone for a while, and copied its tokens. Minji noticed and signed that session out. Signing
 * out also accepts an expired access token, so nobody has to sign in to sign out. Mallory sends the old tokens with
 * "everywhere", and would sign Minji out of all her devices at any time.
 * Defence: only a live session can end the others.
 */

let stack: TestStack
let ledger: Ledger
beforeAll(async () => {
  stack = await openTestStack()
  ledger = ledgerOf(stack)
  await visitor(stack).signUp('minji')
})
afterAll(async () => {
  await ledger.isSound()
  await stack.stop()
})

async function signedIn(): Promise<Visitor> {
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

const signOutWith = (call: { readonly bearer?: string | undefined; readonly body: unknown }) =>
  visitor(stack, { client: 'app' }).call('POST', '/logout', call)

describe.each(names)('the %s of a session that ended', (name) => {
  it('by signing out does not end the others', async () => {
    const [stolen, other] = [await signedIn(), await signedIn()]
    const copy = copies[name](stolen)
    await stolen.logout()
    const response = await ledger.unchangedBy(() => signOutWith(copy))
    expect(response.status).toBe(204)
    expect((await other.me()).status).toBe(200)
    expect((await other.refresh()).status).toBe(200)
  })

  it('together with all others does not end later ones', async () => {
    const stolen = await signedIn()
    const copy = copies[name](stolen)
    await (await signedIn()).logout({ everywhere: true })
    const after = await signedIn()
    expect((await signOutWith(copy)).status).toBe(204)
    expect((await after.me()).status).toBe(200)
    expect((await after.refresh()).status).toBe(200)
  })

  it('by expiring does not end later ones', async () => {
    const stolen = await signedIn()
    const copy = copies[name](stolen)
    stack.advanceClock(31 * 86_400)
    const after = await signedIn()
    expect((await signOutWith(copy)).status).toBe(204)
    expect((await after.me()).status).toBe(200)
  })
})

describe.each(names)('the %s of a live session', (name) => {
  it('ends all of them, even an expired one', async () => {
    const [mine, other] = [await signedIn(), await signedIn()]
    stack.advanceClock(3600)
    expect((await mine.me()).status).toBe(401)
    expect((await signOutWith(copies[name](mine))).status).toBe(204)
    expect((await mine.refresh()).status).toBe(401)
    expect((await other.refresh()).status).toBe(401)
  })
})
