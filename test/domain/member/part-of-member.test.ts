import { expect, it } from 'vitest'
import { pickFields } from '../../../lib/domain/member/part-of-member.ts'
import { member } from '../merge/members.ts'

const minji = member(1, { name: '김민지', credentialsVersion: 0, ways: [] })

it('picks the named fields and no other, also those that are zero or empty', () => {
  expect(pickFields(minji, ['name', 'credentialsVersion', 'ways'])).toStrictEqual({
    name: '김민지',
    credentialsVersion: 0,
    ways: [],
  })
})

it('leaves absent fields absent, so a write sets none of them', () => {
  expect(Object.keys(pickFields(minji, ['nickname', 'status', 'phone']))).toEqual(['status'])
})
