import { expect } from 'vitest'
import { identityMethod } from '../../lib/domain/member/member.ts'
import type { TableAccess } from '../../lib/store/table/table-access.ts'
import { type Caller, caller } from '../support/caller.ts'
import { cookieJar } from '../support/cookie-jar.ts'
import { email, kakaoIdentity } from '../support/people.ts'
import { settle } from '../support/people-of-the-service.ts'
import { raceRounds } from '../support/runs.ts'
import { setUpRounds } from '../support/set-up-rounds.ts'
import { provenToken, signedIn } from '../support/shortcuts.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Two members change their addresses at once, each to the address that the other leaves. Or a member changes the
 * address during a recovery, or while the last provider is removed. If one step freed the old claim and another took
 * the new one, an address would lead to two members or to none, and a member could lose every sign-in method.
 * Defence: claims, methods and member change in one transaction, which requires an unchanged member and a free
 * address.
 */

/** For variations of the first race: each round costs a member, a session and a code. */
const fewerRounds = Math.min(30, raceRounds)
const address = (text: string) => ({ channel: 'email', value: email(text) }) as const

let call: Caller
const it = testWithLedger()
it.beforeAll(({ stack }) => {
  call = caller(stack.origin, cookieJar(), { language: 'ko', sendsOrigin: false })
})

const patch = (bearer: string, body: object) => call('PATCH', '/me', { bearer, body })

/** A signed-in member at an address, with the code of another one. Gives the change. */
async function moving(
  stack: TestStack,
  table: TableAccess,
  from: string,
  to: string,
  kakao: readonly string[] = [],
) {
  const member = await settle(stack, { email: from, kakao }, table)
  const bearer = await signedIn(member, table)
  const verificationToken = await provenToken(address(to), 'contact', table)
  return { member, bearer, change: () => patch(bearer, { verificationToken }) }
}

/** Starts both, with either one first in turns. */
const both = async <A, B>(round: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> => {
  if (round % 2 === 0) return Promise.all([one(), other()])
  const [second, first] = await Promise.all([other(), one()])
  return [first, second]
}

it('a change to an address that another member leaves: each has one address, and the address one member', async ({
  stack,
}) => {
  const all = await setUpRounds(stack, raceRounds, async (table, round) => {
    const [a, b, c] = [`a-${round}@example.com`, `b-${round}@example.com`, `c-${round}@example.com`]
    return { b, c, one: await moving(stack, table, a, b), other: await moving(stack, table, b, c) }
  })
  for (const [round, { b, c, one, other }] of all.entries()) {
    const [taking, leaving] = await both(round, one.change, other.change)
    expect(leaving).toMatchObject({ status: 200, body: { email: c } })
    if (taking.status === 200) expect(taking.body).toMatchObject({ email: b })
    else expect(taking).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  }
}, 120_000)

it('two changes to one free address: one member has it', async ({ stack }) => {
  const all = await setUpRounds(stack, fewerRounds, async (table, round) => {
    const wanted = `wanted-${round}@example.com`
    const late = await settle(stack, { email: `e-${round}@example.com` }, table)
    return {
      one: await moving(stack, table, `d-${round}@example.com`, wanted),
      bearer: await signedIn(late, table),
      verificationToken: await provenToken(address(wanted), 'contact', table),
    }
  })
  for (const [round, { one, bearer, verificationToken }] of all.entries()) {
    const statuses = await both(round, one.change, one.change)
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await patch(bearer, { verificationToken })).toMatchObject({ body: { code: 'email_taken' } })
  }
}, 120_000)

it('a change and the unlinking of the last provider: one lead stays', async ({ stack }) => {
  const subjectOf = (round: number) => `91${String(round).padStart(8, '0')}`
  const all = await setUpRounds(stack, fewerRounds, (table, round) =>
    moving(stack, table, `f-${round}@example.com`, `g-${round}@example.com`, [subjectOf(round)]),
  )
  for (const [round, { member, bearer }] of all.entries()) {
    const subject = subjectOf(round)
    const passworded = await patch(bearer, { password: 'a boat on the han river' })
    expect(passworded.status).toBe(200)
    const unlink = () => call('POST', '/unlink', { bearer, body: { provider: 'kakao', subject } })
    const [left, unlinked] = await both(round, () => patch(bearer, { password: null }), unlink)
    // The second one may find its session ended, and signs in again.
    expect([200, 401, 503]).toContain(left.status)
    expect([200, 401, 503]).toContain(unlinked.status)
    expect(member.ways).toContain(identityMethod(kakaoIdentity(subject)))
  }
}, 240_000)

it('a change and the recovery of an imported account: one of them, never both', async ({ stack }) => {
  const all = await setUpRounds(stack, fewerRounds, async (table, round) => {
    const from = `h-${round}@example.com`
    const known = { email: from, emailVerified: false, password: 'mokkoji since 2019' }
    return {
      bearer: await signedIn(await settle(stack, known, table), table),
      verificationToken: await provenToken(address(`i-${round}@example.com`), 'contact', table),
      code: await provenToken(address(from), 'sign_in', table),
    }
  })
  for (const [round, { bearer, verificationToken, code }] of all.entries()) {
    const recover = () => call('POST', '/login/code', { body: { clientId: 'app', verificationToken: code } })
    const [changed, recovered] = await both(round, () => patch(bearer, { verificationToken }), recover)
    expect([
      [200, 404],
      [401, 200],
    ]).toContainEqual([changed.status, recovered.status])
  }
}, 240_000)
