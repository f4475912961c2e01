import { describe, expect } from 'vitest'
import { textIn } from '../support/read-response.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Minji signed in on her phone. Mallory finds Kakao's id_token for it in a crash report or a proxy's log: properly
 * signed, for our app, and valid for hours. She shows it again, at the same visit or at her own.
 * Defence: an id_token holds the nonce of one visit, a visit has its effect once, and the mark of its use is written
 * in the transaction of the effect.
 */

const it = testWithLedger()

/** A visit with an id_token of Minji for it. */
async function minjisVisit(stack: TestStack): Promise<{ phone: Visitor; idToken: string }> {
  const phone = visitor(stack, { client: 'app' })
  const nonce = textIn(await phone.startDirect(), 'nonce')
  return { phone, idToken: stack.kakao.nativeTokens('minji', { nonce }).idToken }
}

const used = { status: 409, body: { code: 'token_used' } }

describe('a used id_token', () => {
  it('makes no second pending visit for the same person', async ({ stack, ledger }) => {
    const { phone, idToken } = await minjisVisit(stack)
    expect((await phone.finishDirect({ idToken })).body['outcome']).toBe('registration_required')
    expect(await ledger.unchangedBy(() => phone.finishDirect({ idToken }))).toMatchObject(used)
    expect((await phone.register()).status).toBe(201)
  })

  it('does not sign in a second time, even after signing out', async ({ stack, ledger }) => {
    const { phone, idToken } = await minjisVisit(stack)
    expect((await phone.finishDirect({ idToken })).body['outcome']).toBe('signed_in')
    expect(await ledger.unchangedBy(() => phone.finishDirect({ idToken }))).toMatchObject(used)
    expect((await phone.logout()).status).toBe(204)
    expect(await ledger.unchangedBy(() => phone.finishDirect({ idToken }))).toMatchObject(used)
  })

  it('is worthless in a visit of another person', async ({ stack, ledger }) => {
    const { phone, idToken } = await minjisVisit(stack)
    const mallory = visitor(stack, { client: 'app' })
    await mallory.startDirect()
    const stolen = await ledger.unchangedBy(() => mallory.finishDirect({ idToken }))
    expect(stolen).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    expect((await phone.finishDirect({ idToken })).status).toBe(200)
  })

  it('is worthless without the secret of the starting client', async ({ stack, ledger }) => {
    const { phone, idToken } = await minjisVisit(stack)
    const mallory = visitor(stack, { client: 'app' })
    mallory.transaction = phone.transaction
    const stolen = await ledger.unchangedBy(() => mallory.finishDirect({ idToken }))
    expect(stolen).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    expect((await phone.finishDirect({ idToken })).status).toBe(200)
  })

  it('without a nonce belongs to no visit', async ({ stack, ledger }) => {
    const mallory = visitor(stack, { client: 'app' })
    await mallory.startDirect()
    const { idToken } = stack.kakao.nativeTokens('minji', {})
    const response = await ledger.unchangedBy(() => mallory.finishDirect({ idToken }))
    expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
  })

  it('opens one session when it is shown twenty times at once', async ({ stack, ledger }) => {
    const { phone, idToken } = await minjisVisit(stack)
    const sessions = await ledger.count('session')
    const responses = await Promise.all(Array.from({ length: 20 }, () => phone.finishDirect({ idToken })))
    const statuses = responses.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await ledger.count('session')).toBe(sessions + 1)
  })
})
