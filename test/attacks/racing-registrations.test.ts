import { describe, expect } from 'vitest'
import type { TestResponse } from '../support/caller.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { crowdOf } from './crowd.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory opens thirty windows, signs in with one Kakao account in each, and sends all thirty forms at once: each
 * check for a member with this identity finds none. Or she has ten Kakao accounts with the same address or number.
 * She wants several members for one person.
 * Defence: an identity, an address and a number are each one item of the table, taken under the condition that the
 * item is free, in the transaction that makes the member.
 */

const shared = { address: 'shared@example.com', valid: true, verified: true }
const cast = crowdOf(30).map((person, index) => {
  if (index >= 10 && index < 20) return { ...person, email: shared }
  return index >= 20 ? { ...person, phone: '+82 10-0000-9999' } : person
})

const it = testWithLedger({ personas: cast })

/** One visit for each persona, up to the form. */
async function forms(stack: TestStack, personas: readonly string[]): Promise<readonly Visitor[]> {
  const visitors = personas.map(() => visitor(stack))
  const came = await Promise.all(visitors.map((one, index) => one.redirect(personas[index] ?? '')))
  expect(new Set(came.map(({ body }) => body['outcome']))).toEqual(new Set(['registration_required']))
  return visitors
}

const registerAll = (visitors: readonly Visitor[]) => Promise.all(visitors.map((one) => one.register()))
const statuses = (responses: readonly TestResponse[]) => responses.map(({ status }) => status).toSorted()
const from = (first: number) => Array.from({ length: 10 }, (_, index) => `person-${first + index}`)

describe('simultaneous registrations', () => {
  it('of one identity from thirty visits make one member, and sign everybody in as that member', async ({
    stack,
    ledger,
  }) => {
    const visitors = await forms(
      stack,
      Array.from({ length: 30 }, () => 'person-0'),
    )
    const responses = await registerAll(visitors)
    expect(statuses(responses)).toEqual([...Array.from({ length: 29 }, () => 200), 201])
    expect(new Set(responses.map(({ body }) => JSON.stringify(body['member']))).size).toBe(1)
    expect(responses.filter(({ body }) => body['created'] === true)).toHaveLength(1)
    expect(await ledger.count('member')).toBe(1)
    expect(await ledger.count('identity')).toBe(1)
    expect(await ledger.count('session')).toBe(30)
  })

  it.for([
    ['address', 10, 'email_taken'],
    ['number', 20, 'phone_taken'],
  ] as const)(
    'of ten identities with one verified %s make one member',
    async ([_, first, code], { stack, ledger }) => {
      const before = await ledger.count('member')
      const responses = await registerAll(await forms(stack, from(first)))
      expect(statuses(responses)).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
      expect(new Set(responses.flatMap(({ body }) => body['code'] ?? []))).toEqual(new Set([code]))
      expect(await ledger.count('member')).toBe(before + 1)
    },
  )
})
