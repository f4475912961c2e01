import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { forged, goodClaims, present, unsigned } from './forgery.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Mallory writes an id_token herself: the right issuer, audience, nonce and times, and Minji's id. Its header says
 * that no signature is needed, in a spelling that some library once accepted for "none" (RFC 8725, section 2.1). Or
 * she removes the signature of an own token and changes its person.
 * Defence: one algorithm is accepted, and the token does not choose it.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

const show = (stack: TestStack, ledger: Ledger, make: (nonce: string) => string) =>
  ledger.unchangedBy(() => present(visitor(stack, { client: 'app' }), make))

const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }

describe('an id_token without a signature', () => {
  it.for(['none', 'None', 'NONE', 'nOnE', '', ' none', 'null', undefined, null, 0, ['none'], ['RS256']])(
    'is refused when its algorithm is %j',
    async (alg, { stack, ledger }) => {
      const response = await show(stack, ledger, (nonce) =>
        forged({ alg, typ: 'JWT' }, goodClaims(stack, nonce), unsigned),
      )
      expect(response).toMatchObject(invalid)
    },
  )

  it('is refused when it claims the usual algorithm', async ({ stack, ledger }) => {
    const stripped = await show(stack, ledger, (nonce) =>
      stack.kakao.signIdToken({ nonce }).replace(/[^.]*$/, ''),
    )
    expect(stripped).toMatchObject(invalid)
    const cut = await show(stack, ledger, (nonce) =>
      stack.kakao.signIdToken({ nonce }).replace(/\.[^.]*$/, ''),
    )
    expect(cut).toMatchObject(invalid)
  })

  it('is refused with the signature of another token', async ({ stack, ledger }) => {
    const response = await show(stack, ledger, (nonce) => {
      const [header, , signature] = stack.kakao.signIdToken({ nonce, sub: '2100000009' }).split('.')
      const [, claims] = stack.kakao.signIdToken({ nonce }).split('.')
      return `${header}.${claims}.${signature}`
    })
    expect(response).toMatchObject(invalid)
  })

  it('is refused unless it has three parts of base64url', async ({ stack, ledger }) => {
    for (const text of ['x', '..', '...', 'e30.e30.', 'e30.e30.e30', '{}', `${'a'.repeat(8192)}`]) {
      expect(await show(stack, ledger, () => text)).toMatchObject(invalid)
    }
  })
})
