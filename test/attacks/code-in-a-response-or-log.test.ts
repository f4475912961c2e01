import { afterEach, beforeEach, expect } from 'vitest'
import { codeTo, correspondent, goodPassword, wrongCode } from '../support/address-steps.ts'
import type { TestResponse } from '../support/caller.ts'
import { type Overheard, overhear } from '../support/overheard.ts'
import { textIn } from '../support/read-response.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { ledgerOf } from './ledger.ts'

/*
 * Mallory reads responses that she can provoke for any address. Somebody else reads the logs or a copy of the table.
 * A code, a password, an address or a token there would be as good as the mail.
 * Defence: a code leaves only by mail. The table holds a keyed hash of the code, bound to its verification. The log
 * holds problem codes, names of things and numbers.
 */

const it = testWithStack()

let heard: Overheard
beforeEach(() => {
  heard = overhear()
})
afterEach(() => heard.stop())

const address = 'quiet.person@example.com'

it('shows codes, passwords, addresses and tokens only to their owner', async ({ stack }) => {
  const here = correspondent(stack)
  const responses: TestResponse[] = []
  const asked = await here.ask(address, 'sign_up')
  const code = await codeTo(stack, address)
  const table = JSON.stringify(await ledgerOf(stack).items())
  responses.push(asked, await here.confirm(asked.body['verificationId'], wrongCode(code)))
  const confirmed = await here.confirm(asked.body['verificationId'], code)
  const token = textIn(confirmed, 'verificationToken')
  responses.push(await here.register(token, { password: 'short' }), await here.register(token))
  responses.push(
    await here.byPassword(address, 'a wrong passphrase'),
    await here.byPassword(address, goodPassword),
  )

  const told = responses.map(({ text, headers }) => `${text} ${JSON.stringify([...headers])}`).join('\n')
  for (const secret of [code, goodPassword, 'a wrong passphrase', address]) expect(told).not.toContain(secret)
  // An id can contain six digits in a row, so the test looks for the code as a whole value.
  expect(table).not.toContain(`"${code}"`)
  expect(JSON.stringify(await ledgerOf(stack).items())).not.toContain(goodPassword)

  const log = heard.everything()
  expect(heard.log.length).toBeGreaterThanOrEqual(responses.length)
  expect(log).not.toMatch(new RegExp(`[^0-9a-f]${code}[^0-9a-f]`))
  const secrets = [goodPassword, 'a wrong passphrase', address, token, '박지우']
  for (const secret of secrets) expect(log).not.toContain(secret)
})
