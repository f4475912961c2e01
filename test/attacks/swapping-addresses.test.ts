import { afterAll, beforeAll, expect, it } from 'vitest'
import { identityMethod } from '../../lib/domain/member/member.ts'
import { type Caller, caller } from '../support/caller.ts'
import { cookieJar } from '../support/cookie-jar.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { email, kakaoIdentity } from '../support/people.ts'
import { settle } from '../support/people-of-the-service.ts'
import { provenToken, signedIn } from '../support/shortcuts.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Two members change their addresses at once, each to the address that the other leaves. Or a member changes the
 * address during a recovery, or while the last provider is removed. If one step freed the old claim and another took
 * the new one, an address would lead to two members or to none, and a member could lose every sign-in method.
 * Defence: claims, methods and member change in one transaction, which requires an unchanged member and a free
 * address.
 */

const rounds = 100
/** For variations of the first race: each round costs a member, a session and a code. */
const fewerRounds = 30
const address = (text: string) => ({ channel: 'email', value: email(text) }) as const

let house: TestHouse
let ledger: Ledger
let call: Caller
beforeAll(async () => {
  house = await openHouse()
  ledger = ledgerOf(house)
  call = caller(house.origin, cookieJar(), { language: 'ko', sendsOrigin: false })
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

const patch = (bearer: string, body: object) => call('PATCH', '/me', { bearer, body })

/** A signed-in member at an address, with the code of another one. Gives the change. */
async function moving(from: string, to: string, kakao: readonly string[] = []) {
  const member = await settle(house, { email: from, kakao })
  const bearer = await signedIn(member)
  const verificationToken = await provenToken(address(to), 'contact')
  return { member, bearer, change: () => patch(bearer, { verificationToken }) }
}

/** Starts both, with either one first in turns. */
const both = async <A, B>(round: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> => {
  if (round % 2 === 0) return Promise.all([one(), other()])
  const [second, first] = await Promise.all([other(), one()])
  return [first, second]
}

it('a change to an address that another member leaves: each has one address, and the address one member', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const [a, b, c] = ['a', 'b', 'c'].map((letter) => `${letter}-${round}@example.com`)
    const one = await moving(`${a}`, `${b}`)
    const other = await moving(`${b}`, `${c}`)
    const [taking, leaving] = await both(round, one.change, other.change)
    expect(leaving).toMatchObject({ status: 200, body: { email: c } })
    if (taking.status === 200) expect(taking.body).toMatchObject({ email: b })
    else expect(taking).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  }
}, 120_000)

it('two changes to one free address: one member has it', async () => {
  for (let round = 0; round < fewerRounds; round += 1) {
    const wanted = `wanted-${round}@example.com`
    const one = await moving(`d-${round}@example.com`, wanted)
    const bearer = await signedIn(await settle(house, { email: `e-${round}@example.com` }))
    const statuses = await both(round, one.change, one.change)
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const verificationToken = await provenToken(address(wanted), 'contact')
    expect(await patch(bearer, { verificationToken })).toMatchObject({ body: { code: 'email_taken' } })
  }
}, 120_000)

it('a change and the unlinking of the last provider: one lead stays', async () => {
  for (let round = 0; round < fewerRounds; round += 1) {
    const subject = `91${String(round).padStart(8, '0')}`
    const { member, bearer } = await moving(`f-${round}@example.com`, `g-${round}@example.com`, [subject])
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

it('a change and the recovery of an imported account: one of them, never both', async () => {
  for (let round = 0; round < fewerRounds; round += 1) {
    const from = `h-${round}@example.com`
    const member = await settle(house, { email: from, emailVerified: false, password: 'mokkoji since 2019' })
    const bearer = await signedIn(member)
    const verificationToken = await provenToken(address(`i-${round}@example.com`), 'contact')
    const code = await provenToken(address(from), 'sign_in')
    const recover = () => call('POST', '/login/code', { body: { clientId: 'app', verificationToken: code } })
    const [changed, recovered] = await both(round, () => patch(bearer, { verificationToken }), recover)
    expect([
      [200, 404],
      [401, 200],
    ]).toContainEqual([changed.status, recovered.status])
  }
}, 240_000)
