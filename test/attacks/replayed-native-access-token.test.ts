import { describe, expect } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Minji's phone signs her in with an access token of Kakao's SDK. The token is for our app, lives for hours, and has
 * no nonce. Mallory finds it in a log and shows it in an own visit.
 * Defence: the hash of such a token is stored until the token expires, in the transaction of the sign-in. A second
 * use finds the hash.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

async function started(stack: TestStack): Promise<Visitor> {
  const phone = visitor(stack, { client: 'app' })
  await phone.startDirect()
  return phone
}

const tokenOf = (stack: TestStack, persona: string): string =>
  stack.kakao.nativeTokens(persona, {}).accessToken

describe('a used access token of a phone', () => {
  it('does not sign in anybody again, in this visit or another', async ({ stack, ledger }) => {
    const accessToken = tokenOf(stack, 'minji')
    const phone = await started(stack)
    expect((await phone.finishDirect({ accessToken })).body['outcome']).toBe('signed_in')
    for (const next of [phone, await started(stack)]) {
      const response = await ledger.unchangedBy(() => next.finishDirect({ accessToken }))
      expect(response).toMatchObject({ status: 409, body: { code: 'token_used' } })
    }
  })

  it('is not stored in clear', async ({ stack, ledger }) => {
    const accessToken = tokenOf(stack, 'minji')
    await (await started(stack)).finishDirect({ accessToken })
    expect(JSON.stringify(await ledger.items())).not.toContain(accessToken)
  })

  it('opens one session when twenty visits show it at once', async ({ stack, ledger }) => {
    const accessToken = tokenOf(stack, 'minji')
    const phones = await Promise.all(Array.from({ length: 20 }, () => started(stack)))
    const sessions = await ledger.count('session')
    const responses = await Promise.all(phones.map((phone) => phone.finishDirect({ accessToken })))
    const statuses = responses.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it('makes no second pending visit for a newcomer', async ({ stack, ledger }) => {
    const accessToken = tokenOf(stack, 'eunbi')
    expect((await (await started(stack)).finishDirect({ accessToken })).body['outcome']).toBe(
      'registration_required',
    )
    const again = await started(stack)
    const response = await ledger.unchangedBy(() => again.finishDirect({ accessToken }))
    expect(response).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })
})
