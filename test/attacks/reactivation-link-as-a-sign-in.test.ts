import { describe, expect } from 'vitest'
import { comeBack, mailedToken, pausedMember } from '../support/reactivation-steps.ts'
import { visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory reads a person's mail and opens the link of a reactivation mail, to be signed in, or to revive a session
 * that she stole before the pause.
 * Defence: the link opens the account and nothing else. It gives no session, no token and no cookie, reveals nothing
 * of the member, and every earlier session stays dead.
 */

const address = 'minji@example.com'
const it = testWithLedger()

describe('the link of a reactivation mail', () => {
  it('signs nobody in, and revives no old session', async ({ stack, ledger }) => {
    const stolen = await pausedMember(stack, address)
    const token = await mailedToken(stack, visitor(stack), address)
    const sessions = await ledger.count('session')
    const response = await comeBack(stack, token)
    expect(response.body).toEqual({ outcome: 'reactivated' })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await ledger.count('session')).toBe(sessions)
    expect((await stolen.refresh()).status).toBe(401)
    expect((await stolen.me()).status).toBe(401)
    const { status } = await visitor(stack).call('GET', '/me', { bearer: token })
    expect(status).toBe(401)
  })

  it('does not delay the owner’s own sign-in', async ({ stack }) => {
    expect((await visitor(stack).passwordLogin(address)).status).toBe(200)
  })
})
