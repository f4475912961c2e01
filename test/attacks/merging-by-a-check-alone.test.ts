import { describe, expect } from 'vitest'
import { madeUpCi, type PortOnePersona } from '../../lib/stand-ins/portone/cast.ts'
import { setStatus, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

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

let victims: Awaited<ReturnType<typeof settle>>
let mallory: Visitor
const it = testWithLedger({ checked: [victor] })
it.beforeAll(async ({ stack }) => {
  victims = await settle(stack, { email: 'victor@example.com', ci, password: usualPassword })
  for (const name of ['mallory', 'third']) {
    await settle(stack, { email: `${name}@example.com`, password: usualPassword })
  }
})

async function signedIn(stack: TestStack, name: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  expect((await who.passwordLogin(`${name}@example.com`)).status).toBe(200)
  return who
}
async function asked(stack: TestStack): Promise<Visitor> {
  stack.advanceClock(3600)
  mallory = await signedIn(stack, 'mallory')
  expect((await mallory.checkIdentity('victor')).body).toMatchObject({
    outcome: 'merge_confirmation_required',
    needs: 'proof',
  })
  return mallory
}
const mergingWith = async (ledger: Ledger, otherAccessToken: string | undefined) =>
  ledger.unchangedBy(() => mallory.merge(otherAccessToken === undefined ? {} : { otherAccessToken }))

describe('an identity check alone merges nothing', () => {
  it('without a sign-in to the other account', async ({ stack, ledger }) => {
    await asked(stack)
    const response = await mergingWith(ledger, undefined)
    expect(response).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
    expect(response.headers.get('www-authenticate')).toContain('max_age="600"')
  })

  it.for(['mallory', 'third'])('with a sign-in to the account of %s', async (name, { stack, ledger }) => {
    await asked(stack)
    const { accessToken } = await signedIn(stack, name)
    expect(await mergingWith(ledger, accessToken)).toMatchObject({
      status: 403,
      body: { code: 'reauthentication_mismatch' },
    })
  })

  it('with an old sign-in to the other account', async ({ stack, ledger }) => {
    const old = await signedIn(stack, 'victor')
    stack.advanceClock(590)
    await old.refresh()
    stack.advanceClock(20)
    mallory = await signedIn(stack, 'mallory')
    await mallory.checkIdentity('victor')
    expect(await mergingWith(ledger, old.accessToken)).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
  })

  it('with a session that its owner has ended', async ({ stack, ledger }) => {
    await asked(stack)
    const ended = await signedIn(stack, 'victor')
    await ended.logout()
    expect(await mergingWith(ledger, ended.accessToken)).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
  })

  it('with the session of an account that was suspended since', async ({ stack, ledger }) => {
    await asked(stack)
    const { accessToken } = await signedIn(stack, 'victor')
    await setStatus(stack, victims, 'suspended')
    expect((await mergingWith(ledger, accessToken)).status).toBeGreaterThanOrEqual(400)
    await setStatus(stack, victims, 'active')
  })

  it.for(['', 'a.b.c'])('with a token that is none: %j', async (otherAccessToken, { stack, ledger }) => {
    await asked(stack)
    expect((await mergingWith(ledger, otherAccessToken)).status).toBeGreaterThanOrEqual(400)
  })

  it('with the merge token, or the refresh token of the other account', async ({ stack, ledger }) => {
    await asked(stack)
    const { refreshToken } = await signedIn(stack, 'victor')
    for (const token of [`${mallory.question['mergeToken']}`, `${refreshToken}`]) {
      expect(await mergingWith(ledger, token)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    }
  })
})

it('both sign-ins together merge the accounts, once for any number of requests at once', async ({
  stack,
  ledger,
}) => {
  await asked(stack)
  const { accessToken } = await signedIn(stack, 'victor')
  const responses = await Promise.all(
    Array.from({ length: 8 }, () => mallory.merge({ otherAccessToken: accessToken })),
  )
  const done = responses.filter(({ body }) => body['outcome'] === 'merged')
  expect(done).toHaveLength(1)
  expect((await ledger.items('event')).filter(({ type }) => type === 'member.merged')).toHaveLength(2)
})
