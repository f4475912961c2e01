import { describe, expect, test } from 'vitest'
import { isSealedTicket } from '../../lib/domain/values/ids.ts'
import type { Ticket, TicketDecision } from '../../lib/domain/visit/pending-connection.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { readKeyRing } from '../../lib/tokens/key-ring.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { createTicketSealing } from '../../lib/tokens/sealing/ticket-sealing.ts'
import { clientId, kakaoIdentity } from '../support/people.ts'
import { later, now } from './mints.ts'

const sealingOf = async (keys = makeKeys(now), moment = now) =>
  createTicketSealing((await readKeyRing(await keys, moment)).sealing)

const visitor = { intent: 'link', memberId: ids.member(), sessionId: ids.session() } as const
const identity = kakaoIdentity('9001')
const longDetail = { ko: '가'.repeat(80), en: 'a'.repeat(120) }
const decisions: Readonly<Record<string, TicketDecision>> = {
  'a sign-in': {
    kind: 'authenticated',
    identity,
    authTime: now,
    member: { id: ids.member(), externalId: 'old-1', credentialsVersion: 3, claims: ['email_verified'] },
  },
  "a member's visit": { kind: 'authenticated', identity, authTime: now, visitor },
  'a visit that waits': { kind: 'pending', pendingId: ids.pending() },
  "a member's new identity": { kind: 'pending', pendingId: ids.pending(), visitor },
  'a refusal': {
    kind: 'problem',
    code: 'mandatory_items_not_agreed',
    extras: { items: ['email'], user_mapping: 'MANDATORY_ITEMS_NOT_AGREED', retryAfter: 3 },
  },
  'a refusal with a text': {
    kind: 'problem',
    code: 'provider_grant_invalid',
    extras: { detail: longDetail },
  },
}

const ticketWith = (decision: TicketDecision): Ticket => ({
  transactionId: ids.oauthRequest(),
  clientId: clientId('web'),
  codeChallenge: 'c'.repeat(43),
  browserHash: 'b'.repeat(43),
  decision,
  expiresAt: later(60),
})

describe('a sealed ticket', () => {
  test.each(Object.entries(decisions))('tells %s again, and fits into an address', async (_, decision) => {
    const tickets = await sealingOf()
    const sealed = tickets.seal(ticketWith(decision))
    expect(tickets.open(sealed)?.decision).toEqual(decision)
    expect(isSealedTicket(sealed)).toBe(true)
    expect(encodeURIComponent(sealed)).toBe(sealed)
    expect(sealed.length).toBeLessThan(1300)
  })

  test('keeps everything that redeeming compares', async () => {
    const tickets = await sealingOf()
    const ticket = ticketWith({ kind: 'problem', code: 'provider_denied', extras: {} })
    expect(tickets.open(tickets.seal(ticket))).toEqual(ticket)
  })

  test('differs each time, from its first characters on', async () => {
    const tickets = await sealingOf()
    const ticket = ticketWith({ kind: 'problem', code: 'provider_denied', extras: {} })
    const begins = Array.from({ length: 50 }, () => tickets.seal(ticket).slice(0, 16))
    expect(new Set(begins).size).toBe(50)
  })

  test('does not open after a change of any character', async () => {
    const tickets = await sealingOf()
    const sealed = tickets.seal(ticketWith({ kind: 'problem', code: 'provider_denied', extras: {} }))
    const body = sealed.lastIndexOf('.')
    // The last character of the body may hold bits that mean nothing.
    for (const at of [0, 5, 15, 16, 100, body - 2, body + 1]) {
      const other = sealed[at] === 'A' ? 'B' : 'A'
      expect(tickets.open(`${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`)).toBeUndefined()
    }
  })

  test.each(['', '.', 'a.b', `${'a'.repeat(60)}.kid`, 'no dot'])('is not read out of "%s"', async (text) => {
    expect((await sealingOf()).open(text)).toBeUndefined()
  })

  test('opens after the keys have rotated, and not at another stage', async () => {
    const keys = await makeKeys(now)
    const sealed = (await sealingOf(Promise.resolve(keys))).seal(
      ticketWith({ kind: 'problem', code: 'provider_denied', extras: {} }),
    )
    const rotated = rotateKeys(keys, await makeKeys(later(600)), { now: later(600) })
    expect((await sealingOf(Promise.resolve(rotated), later(600))).open(sealed)).toBeDefined()
    expect((await sealingOf()).open(sealed)).toBeUndefined()
  })
})
