import { expect, test } from 'vitest'
import { claimsOf } from '../../../lib/domain/member/token-claims.ts'
import { email, phone } from '../../support/people.ts'

const verified = { value: phone('+821012345678'), verified: true }
const typed = { value: email('dana@example.com'), verified: false }

test.each([
  ['nothing where nothing is wanted', [], { phone: verified, email: typed }, {}],
  ['what is verified', ['phone_number_verified'], { phone: verified }, { phone_number_verified: true }],
  ['what is not', ['email_verified'], { email: typed }, { email_verified: false }],
  ['what is not there', ['phone_number_verified'], {}, { phone_number_verified: false }],
] as const)('a token contains %s', (_, wanted, member, claims) => {
  expect(claimsOf(wanted, member)).toEqual(claims)
})
