import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { madeUpCi, type PortOnePersona } from '../../lib/stand-ins/portone/cast.ts'
import { setStatus, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory passes an identity check as Victor: with his papers, on his phone, or by an account that Mallory made while
 * Victor's check was attached to it. The check finds Victor's account, and Mallory says yes to the merge, to get
 * everything that leads there.
 * Defence: a check says who somebody is, not that somebody holds an account. Two accounts become one only when both
 * were signed in to within ten minutes, by sessions that are alive in the transaction.
 */

const ci = madeUpCi('civictor')
const victor: PortOnePersona = {
  key: 'victor',
  name: '이희생',
  birthDate: '1990-04-12',
  gender: 'MALE',
  ci,
  note: { ko: '시험', en: 'for a test' },
}

let stack: TestStack
let ledger: Ledger
let victims: Awaited<ReturnType<typeof settle>>
let mallory: Visitor
beforeAll(async () => {
  stack = await openTestStack({ checked: [victor] })
  ledger = ledgerOf(stack)
  victims = await settle(stack, { email: 'victor@example.com', ci, password: usualPassword })
  for (const name of ['mallory', 'third']) {
    await settle(stack, { email: `${name}@example.com`, password: usualPassword })
  }
})
afterAll(async () => {
  await ledger.isSound()
  await stack.stop()
})

async function signedIn(name: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  expect((await who.passwordLogin(`${name}@example.com`)).status).toBe(200)
  return who
}
async function asked(): Promise<Visitor> {
  stack.advanceClock(3600)
  mallory = await signedIn('mallory')
  expect((await mallory.checkIdentity('victor')).body).toMatchObject({
    outcome: 'merge_confirmation_required',
    needs: 'proof',
  })
  return mallory
}
const mergingWith = async (otherAccessToken: string | undefined) =>
  ledger.unchangedBy(() => mallory.merge(otherAccessToken === undefined ? {} : { otherAccessToken }))

describe('an identity check alone merges nothing', () => {
  it('without a sign-in to the other account', async () => {
    await asked()
    const response = await mergingWith(undefined)
    expect(response).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
    expect(response.headers.get('www-authenticate')).toContain('max_age="600"')
  })

  it.each(['mallory', 'third'])('with a sign-in to the account of %s', async (name) => {
    await asked()
    const { accessToken } = await signedIn(name)
    expect(await mergingWith(accessToken)).toMatchObject({
      status: 403,
      body: { code: 'reauthentication_mismatch' },
    })
  })

  it('with an old sign-in to the other account', async () => {
    const old = await signedIn('victor')
    stack.advanceClock(590)
    await old.refresh()
    stack.advanceClock(20)
    mallory = await signedIn('mallory')
    await mallory.checkIdentity('victor')
    expect(await mergingWith(old.accessToken)).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
  })

  it('with a session that its owner has ended', async () => {
    await asked()
    const ended = await signedIn('victor')
    await ended.logout()
    expect(await mergingWith(ended.accessToken)).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
  })

  it('with the session of an account that was suspended since', async () => {
    await asked()
    const { accessToken } = await signedIn('victor')
    await setStatus(stack, victims, 'suspended')
    expect((await mergingWith(accessToken)).status).toBeGreaterThanOrEqual(400)
    await setStatus(stack, victims, 'active')
  })

  it.each(['', 'a.b.c'])('with a token that is none: %j', async (otherAccessToken) => {
    await asked()
    expect((await mergingWith(otherAccessToken)).status).toBeGreaterThanOrEqual(400)
  })

  it('with the merge token, or the refresh token of the other account', async () => {
    await asked()
    const { refreshToken } = await signedIn('victor')
    for (const token of [`${mallory.question['mergeToken']}`, `${refreshToken}`]) {
      expect(await mergingWith(token)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    }
  })
})

it('both sign-ins together merge the accounts, once for any number of requests at once', async () => {
  await asked()
  const { accessToken } = await signedIn('victor')
  const responses = await Promise.all(
    Array.from({ length: 8 }, () => mallory.merge({ otherAccessToken: accessToken })),
  )
  const done = responses.filter(({ body }) => body['outcome'] === 'merged')
  expect(done).toHaveLength(1)
  expect((await ledger.items('event')).filter(({ type }) => type === 'member.merged')).toHaveLength(2)
})
