import { describe, expect } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory copied the refresh token of Minji's phone from a backup. Minji's phone or Mallory renews first, and the
 * other one shows a replaced token. Nobody can tell the thief, but one of them is.
 * Defence: a real token whose successor was used ends the session for both after ten seconds, and the operators are
 * notified (RFC 9700, section 4.14.2). While the successor is unused, the old token may be a retry after a lost
 * response. It gets the successor at most three times in a row and within a day, so a thief who renews right after
 * each renewal of the phone ends the session too. A token that was not issued here ends nothing.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

/** A phone with a new session, and the token that Mallory copied from it. */
async function copied(stack: TestStack): Promise<{ phone: Visitor; copy: string }> {
  const phone = visitor(stack, { client: 'app' })
  await phone.redirect('minji')
  return { phone, copy: phone.refreshToken ?? '' }
}

const renewWith = (stack: TestStack, refreshToken: string) =>
  visitor(stack, { client: 'app' }).call('POST', '/token', { body: { refreshToken } })

const dead = { status: 401, body: { code: 'invalid_token' } }
const alarms = (stack: TestStack) =>
  stack.log().filter(({ event }) => event === 'refresh_token_reused').length

describe('a replaced refresh token', () => {
  it('ends the session of the newer token, and is reported', async ({ stack }) => {
    const { phone, copy } = await copied(stack)
    for (let times = 0; times < 2; times += 1) expect((await phone.refresh()).status).toBe(200)
    stack.advanceClock(11)
    const before = alarms(stack)
    expect(await renewWith(stack, copy)).toMatchObject(dead)
    expect(alarms(stack)).toBe(before + 1)
    expect(await phone.refresh()).toMatchObject(dead)
    expect((await phone.me()).status).toBe(401)
  })

  it('ends the session as well when the thief renewed first', async ({ stack }) => {
    const { phone, copy } = await copied(stack)
    const stolen = await renewWith(stack, copy)
    const newer = await renewWith(stack, `${stolen.body['refreshToken']}`)
    expect(newer.status).toBe(200)
    stack.advanceClock(11)
    expect(await phone.refresh()).toMatchObject(dead)
    expect(await renewWith(stack, `${newer.body['refreshToken']}`)).toMatchObject(dead)
  })

  it('ends the session at the fourth renewal of a thief who follows each of the owner', async ({ stack }) => {
    const { phone, copy } = await copied(stack)
    const before = alarms(stack)
    let stolen = copy
    for (let times = 0; times < 3; times += 1) {
      stack.advanceClock(600)
      expect((await phone.refresh()).status).toBe(200)
      stack.advanceClock(60)
      const response = await renewWith(stack, stolen)
      expect(response).toMatchObject({ status: 200, body: { refreshToken: phone.refreshToken } })
      stolen = `${response.body['refreshToken']}`
    }
    stack.advanceClock(600)
    expect((await phone.refresh()).status).toBe(200)
    stack.advanceClock(60)
    expect(await renewWith(stack, stolen)).toMatchObject(dead)
    expect(alarms(stack)).toBe(before + 1)
    expect(await phone.refresh()).toMatchObject(dead)
  })

  it('ends the session when it was replaced a day ago', async ({ stack }) => {
    const { phone, copy } = await copied(stack)
    await phone.refresh()
    stack.advanceClock(86_401)
    expect(await renewWith(stack, copy)).toMatchObject(dead)
    expect(await phone.refresh()).toMatchObject(dead)
  })

  it('ends the session at once when it was replaced three times', async ({ stack }) => {
    const { phone, copy } = await copied(stack)
    for (let times = 0; times < 3; times += 1) await phone.refresh()
    expect(await renewWith(stack, copy)).toMatchObject(dead)
    expect(await phone.refresh()).toMatchObject(dead)
  })

  it('gets the one token that replaced it hours later, while that is unused', async ({ stack }) => {
    const { phone, copy } = await copied(stack)
    await phone.refresh()
    stack.advanceClock(3600)
    expect(await renewWith(stack, copy)).toMatchObject({
      status: 200,
      body: { refreshToken: phone.refreshToken },
    })
    expect((await phone.refresh()).status).toBe(200)
  })

  it('of moments ago gets the one token that replaced it, and opens no second line', async ({
    stack,
    ledger,
  }) => {
    const { phone, copy } = await copied(stack)
    await phone.refresh()
    const again = await ledger.unchangedBy(() => renewWith(stack, copy))
    expect(again).toMatchObject({ status: 200, body: { refreshToken: phone.refreshToken } })
  })

  it('does not touch the other sessions of the member', async ({ stack }) => {
    const other = await copied(stack)
    const { phone, copy } = await copied(stack)
    for (let times = 0; times < 2; times += 1) await phone.refresh()
    stack.advanceClock(11)
    expect(await renewWith(stack, copy)).toMatchObject(dead)
    expect((await other.phone.refresh()).status).toBe(200)
  })
})

describe('a refresh token that was not issued here', () => {
  it('ends nothing, whichever of its parts is changed', async ({ stack, ledger }) => {
    const { phone, copy } = await copied(stack)
    const other = await copied(stack)
    const parts = copy.split('.')
    const others = other.copy.split('.')
    expect(parts).toHaveLength(5)
    const forgeries = parts.flatMap((_, at) => [
      parts.with(at, '').join('.'),
      parts.with(at, at === 3 ? '1' : `${others[at]}`.split('').toReversed().join('')).join('.'),
      parts.toSpliced(at, 1).join('.'),
    ])
    const [kid, member, , generation, mac] = parts
    forgeries.push(
      [kid, member, others[2], generation, mac].join('.'),
      [...parts.slice(0, 3), '00', mac].join('.'),
      [...parts.slice(0, 3), '-1', mac].join('.'),
      `${copy}.`,
      `${copy}=`,
      copy.toUpperCase(),
      ` ${copy}`,
    )
    for (const forgery of forgeries) {
      const response = await ledger.unchangedBy(() => renewWith(stack, forgery))
      expect([400, 401]).toContain(response.status)
      expect(response.body).not.toHaveProperty('accessToken')
    }
    expect((await phone.refresh()).status).toBe(200)
    expect((await other.phone.refresh()).status).toBe(200)
  })
})
