import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { forged, goodClaims, present, unsigned } from './forgery.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory writes an id_token herself: the right issuer, audience, nonce and times, and Minji's id. Its header says
 * that no signature is needed, in a spelling that some library once accepted for "none" (RFC 8725, section 2.1). Or
 * she removes the signature of an own token and changes its person.
 * Defence: one algorithm is accepted, and the token does not choose it.
 */

let stack: TestStack
let ledger: Ledger
beforeAll(async () => {
  stack = await openTestStack()
  ledger = ledgerOf(stack)
  await visitor(stack).signUp('minji')
})
afterAll(async () => {
  await ledger.isSound()
  await stack.stop()
})

const show = (make: (nonce: string) => string) =>
  ledger.unchangedBy(() => present(visitor(stack, { client: 'app' }), make))

const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }

describe('an id_token without a signature', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', '', ' none', 'null', undefined, null, 0, ['none'], ['RS256']])(
    'is refused when its algorithm is %j',
    async (alg) => {
      const response = await show((nonce) => forged({ alg, typ: 'JWT' }, goodClaims(stack, nonce), unsigned))
      expect(response).toMatchObject(invalid)
    },
  )

  it('is refused when it claims the usual algorithm', async () => {
    const stripped = await show((nonce) => stack.kakao.signIdToken({ nonce }).replace(/[^.]*$/, ''))
    expect(stripped).toMatchObject(invalid)
    const cut = await show((nonce) => stack.kakao.signIdToken({ nonce }).replace(/\.[^.]*$/, ''))
    expect(cut).toMatchObject(invalid)
  })

  it('is refused with the signature of another token', async () => {
    const response = await show((nonce) => {
      const [header, , signature] = stack.kakao.signIdToken({ nonce, sub: '2100000009' }).split('.')
      const [, claims] = stack.kakao.signIdToken({ nonce }).split('.')
      return `${header}.${claims}.${signature}`
    })
    expect(response).toMatchObject(invalid)
  })

  it('is refused unless it has three parts of base64url', async () => {
    for (const text of ['x', '..', '...', 'e30.e30.', 'e30.e30.e30', '{}', `${'a'.repeat(8192)}`]) {
      expect(await show(() => text)).toMatchObject(invalid)
    }
  })
})
