import { expect, test } from 'vitest'
import { methodsOfSignIn } from '../../../lib/domain/member/shown-methods.ts'
import { kakaoIdentity } from '../../support/people.ts'

test.each([
  [['pwd'], ['password']],
  [['otp'], ['email_code']],
  [['otp', 'sms'], ['sms_code']],
  [[], []],
] as const)('a session that was opened by %j is told as %j', (amr, methods) => {
  expect(methodsOfSignIn({ amr })).toEqual(methods)
})

test('a session that was opened by a provider is told by its name', () => {
  expect(methodsOfSignIn({ amr: ['kakao'], identity: kakaoIdentity('9001') })).toEqual(['kakao'])
})
