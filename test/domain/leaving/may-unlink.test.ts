import { expect, test } from 'vitest'
import { mayUnlink } from '../../../lib/domain/leaving/may-unlink.ts'
import { identityMethod, type Member } from '../../../lib/domain/member/member.ts'
import { dana, identity, own } from '../scenes.ts'

const way = identityMethod(identity)

test.each<readonly [string, Pick<Member, 'ways' | 'email' | 'phone'>, boolean]>([
  ['nothing else', { ways: [way] }, false],
  ['another identity', { ways: [way, 'identity:kakao:2'] }, true],
  ['a verified address', { ways: [way, 'email'], email: own(dana.email) }, true],
  ['a password and an address', { ways: [way, 'password'], email: own(dana.email, false) }, true],
  ['a password and a number', { ways: [way, 'password'], phone: own(dana.phone, false) }, true],
  ['a verified number', { ways: [way, 'phone'], phone: own(dana.phone) }, true],
  ['a password, and nothing that says whose it is', { ways: [way, 'password'] }, false],
])('unlinking beside an identity with %s', (_, member, may) => {
  expect(mayUnlink(member, identity)).toBe(may)
})
