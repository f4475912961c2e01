import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Somebody sends the form of a sign-up again: an impatient finger, a proxy that repeats lost requests, or Mallory,
 * who wants several members, sessions or mails from one Kakao account.
 * Defence: making the member consumes the token, in one transaction.
 */

const it = testWithLedger()

const used = { status: 409, body: { code: 'token_used' } }

describe('a used register token', () => {
  it('makes nothing more, whatever else the form says', async ({ stack, ledger }) => {
    const minji = visitor(stack)
    const { body: waiting } = await minji.redirect('minji')
    expect((await minji.register()).status).toBe(201)
    for (const over of [{}, { name: '김민지' }, { consents: [] }]) {
      minji.outcome = waiting
      expect(await ledger.unchangedBy(() => minji.register(over))).toMatchObject(used)
    }
    expect(await ledger.count('member')).toBe(1)
  })

  it('makes one member and one session when it is sent twenty times at once', async ({ stack, ledger }) => {
    const eunbi = visitor(stack)
    await eunbi.redirect('eunbi')
    const [members, sessions] = [await ledger.count('member'), await ledger.count('session')]
    const responses = await Promise.all(Array.from({ length: 20 }, () => eunbi.register()))
    const statuses = responses.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    const codes = responses.flatMap(({ body }) => body['code'] ?? [])
    expect(new Set(codes)).toEqual(new Set(['token_used']))
    expect(await ledger.count('member')).toBe(members + 1)
    expect(await ledger.count('session')).toBe(sessions + 1)
    expect(await stack.outbox()).toEqual([])
  })
})
