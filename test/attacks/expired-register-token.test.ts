import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Minji leaves the form open on a shared computer. Another person sends it hours or days later. The row of the form
 * may still be in the table then, since DynamoDB deletes late.
 * Defence: the token and the row both have an expiry, and both are compared with the clock when used.
 */

const it = testWithLedger()

const refused = { status: 401, body: { code: 'invalid_token' } }

describe('a register token', () => {
  it('is valid until its expiry', async ({ stack }) => {
    const minji = visitor(stack)
    const { body } = await minji.redirect('minji')
    expect(body['expiresIn']).toBe(600)
    stack.advanceClock(595)
    expect((await minji.register()).status).toBe(201)
  })

  it('is invalid a second later, while its row still exists', async ({ stack, ledger }) => {
    const eunbi = visitor(stack)
    await eunbi.redirect('eunbi')
    stack.advanceClock(601)
    expect(await ledger.unchangedBy(() => eunbi.register())).toMatchObject(refused)
    expect(await ledger.items('pending')).toContainEqual(expect.objectContaining({ state: 'open' }))
  })

  it('is invalid a month later', async ({ stack, ledger }) => {
    const eunbi = visitor(stack)
    await eunbi.redirect('eunbi')
    stack.advanceClock(30 * 86_400)
    expect(await ledger.unchangedBy(() => eunbi.register())).toMatchObject(refused)
  })

  it('that expired does not prevent a new start', async ({ stack }) => {
    const eunbi = visitor(stack)
    expect((await eunbi.signUp('eunbi')).status).toBe(201)
  })
})
