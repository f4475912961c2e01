import { describe, expect } from 'vitest'
import { comeBack, mailedToken, pausedMember } from '../support/reactivation-steps.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * A mail program or a scanner opens every link of a mail before the person reads it. That would reactivate an account
 * that its member wants to keep paused, or use up the link. Servers also log addresses, and Mallory reads access
 * logs.
 * Defence: the link opens the client's page with the token in the fragment, which no server receives. Only a POST,
 * which the page makes when the person confirms, changes anything.
 */

const address = 'scanned@example.com'
let token: string
const it = testWithLedger()
it.beforeAll(async ({ stack }) => {
  token = await mailedToken(stack, await pausedMember(stack, address), address)
})

const call = (stack: TestStack, method: string, path: string) => visitor(stack).call(method, path)

describe('the link of a reactivation mail', () => {
  it('tells its server nothing', async ({ stack }) => {
    const mail = (await stack.outbox()).findLast(
      ({ to, html = '' }) => to === address && html.includes('href'),
    )
    const links = [...(mail?.html ?? '').matchAll(/href="([^"]*)"/g)].map(([, url = '']) => new URL(url))
    expect(links).toHaveLength(1)
    expect(links[0]?.hash).toBe(`#reactivate=${token}`)
    expect(`${links[0]?.pathname}${links[0]?.search}`).toBe('/demo/')
  })

  it.for(['GET', 'HEAD'])('changes nothing when it is opened by %s', async (method, { stack, ledger }) => {
    const paths = [
      '/reactivate',
      `/reactivate?token=${token}`,
      `/reactivate/${token}`,
      `/demo/?reactivate=${token}`,
    ]
    for (const path of paths) {
      const { status, headers } = await ledger.unchangedBy(() => call(stack, method, path))
      expect([200, 404, 405]).toContain(status)
      expect(headers.getSetCookie()).toEqual([])
    }
  })

  it('still works for the person', async ({ stack }) => {
    expect((await comeBack(stack, token)).status).toBe(200)
  })
})
