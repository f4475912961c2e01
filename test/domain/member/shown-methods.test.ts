import { expect, test } from 'vitest'
import type { LoginMethod } from '../../../lib/domain/member/member.ts'
import { methodsOf } from '../../../lib/domain/member/shown-methods.ts'

test.each<readonly [readonly LoginMethod[], readonly string[]]>([
  [[], []],
  [['password'], ['password']],
  [['email'], ['code']],
  [['phone', 'email'], ['code']],
  [
    ['identity:google:1', 'identity:kakao:1', 'identity:kakao:2'],
    ['google', 'kakao'],
  ],
  [
    ['identity:apple:001234.abc:def', 'email', 'password'],
    ['password', 'code', 'apple'],
  ],
])('the methods %j are shown as %j', (ways, methods) => {
  expect(methodsOf(ways)).toEqual(methods)
})
