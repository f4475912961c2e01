import { describe, expect } from 'vitest'
import { consentsIn, identityIn } from '../support/read-response.ts'
import { newSecret, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Minji came back from Kakao to the form. Mallory gets the register token of that form from a log, a referrer or a
 * screenshot of the developer tools, with the whole response. She sends the form first, from her own machine, and
 * would own an account that Minji's Kakao leads to.
 * Defence: the token works only with a secret that the client made for this visit and never sent before, and neither
 * of the two is ever part of an address.
 */

const it = testWithLedger()

const formOf = ({ outcome }: Visitor) => ({
  registerToken: outcome['registerToken'],
  ...identityIn(outcome),
  consents: consentsIn(outcome),
})

const send = (stack: TestStack, ledger: Ledger, body: unknown) =>
  ledger.unchangedBy(() => visitor(stack).call('POST', '/register', { body }))

const refused = { status: 401, body: { code: 'invalid_token' } }

describe('a register token in the wrong hands', () => {
  it('registers nobody with a secret of the thief, and the owner finishes afterwards', async ({
    stack,
    ledger,
  }) => {
    const minji = visitor(stack)
    await minji.redirect('minji')
    const form = formOf(minji)
    expect(await send(stack, ledger, { ...form, codeVerifier: newSecret().codeVerifier })).toMatchObject(
      refused,
    )
    expect(await send(stack, ledger, { ...form, codeVerifier: minji.secret.codeChallenge })).toMatchObject(
      refused,
    )
    expect(
      await send(stack, ledger, { ...form, codeVerifier: minji.secret.codeVerifier.toUpperCase() }),
    ).toMatchObject(refused)
    expect((await minji.register()).status).toBe(201)
  })

  it('registers nobody without a secret', async ({ stack, ledger }) => {
    const eunbi = visitor(stack)
    await eunbi.redirect('eunbi')
    for (const codeVerifier of [undefined, null, '', [], 0, 'a'.repeat(42), 'a'.repeat(129)]) {
      expect(await send(stack, ledger, { ...formOf(eunbi), codeVerifier })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', errors: [{ pointer: '/codeVerifier' }] },
      })
    }
  })

  it('registers nobody with the secret of a visit of the thief', async ({ stack, ledger }) => {
    const mallory = visitor(stack)
    await mallory.redirect('seojun')
    const eunbi = visitor(stack)
    await eunbi.redirect('eunbi')
    const form = { ...formOf(eunbi), codeVerifier: mallory.secret.codeVerifier }
    expect(await send(stack, ledger, form)).toMatchObject(refused)
  })

  it('never appears in an address, and neither does the secret', async ({ stack }) => {
    const taeyang = visitor(stack)
    const start = await taeyang.startRedirect()
    const arrived = await taeyang.arrive('taeyang')
    const back = arrived.headers.get('location') ?? ''
    await taeyang.redeem(new URL(back).searchParams.get('ticket') ?? '')
    const addresses = [start.headers.get('location'), back, ...taeyang.cookies.lines()].join('\n')
    const asked = JSON.stringify(stack.kakao.requests)
    for (const secret of [`${taeyang.outcome['registerToken']}`, taeyang.secret.codeVerifier]) {
      expect(secret.length).toBeGreaterThan(40)
      expect(addresses).not.toContain(secret)
      expect(asked).not.toContain(secret)
    }
  })
})
