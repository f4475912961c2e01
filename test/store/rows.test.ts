import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSubject } from '../../lib/domain/values/identity.ts'
import { attributesOf } from '../../lib/store/rows/fields.ts'
import { memberRow, newMemberWrite } from '../../lib/store/rows/member/member.ts'
import { keepPendingWrite, pendingRow } from '../../lib/store/rows/pending.ts'
import { MalformedRow, readRow } from '../../lib/store/rows/row.ts'
import { openSessionWrite, sessionRow } from '../../lib/store/rows/session/session.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { deviceLabel } from '../support/people.ts'
import { memberId, memberOf, pendingOf, sessionOf, somebody } from './cast.ts'

const person = somebody()

/** Any name, except names that a record leaves out because code could fail on them. */
const attributeName = fc.string().filter((name) => !['__proto__', 'prototype', 'constructor'].includes(name))

describe('a row', () => {
  test('gives back the written values, with any values absent', () => {
    const member = memberOf(person)
    expect(readRow(memberRow, newMemberWrite(member).Put.Item)).toEqual(member)
    const { email, phone, name, birth, ci, externalId, gender, ...bare } = memberOf(person, { ways: [] })
    expect(readRow(memberRow, newMemberWrite(bare).Put.Item)).toEqual(bare)
    const session = sessionOf(member.id, person)
    expect(readRow(sessionRow, openSessionWrite(session).Put.Item)).toEqual(session)
    const onPhone = { ...session, device: deviceLabel('Safari · iPhone') }
    expect(readRow(sessionRow, openSessionWrite(onPhone).Put.Item)).toEqual(onPhone)
    const pending = pendingOf(person)
    expect(readRow(pendingRow, keepPendingWrite(pending).Put.Item)).toEqual({
      state: 'open',
      ...pending,
    })
  })

  test('keeps any JSON attributes of the service', () => {
    fc.assert(
      fc.property(fc.dictionary(attributeName, fc.jsonValue()), (json) => {
        const attributes: Record<string, unknown> = JSON.parse(JSON.stringify(json))
        const item = newMemberWrite(memberOf(person, { attributes })).Put.Item
        expect(readRow(memberRow, item).attributes).toEqual(attributes)
      }),
    )
  })

  test('of another kind is refused', () => {
    const item = openSessionWrite(sessionOf(memberId(), person)).Put.Item
    expect(() => readRow(memberRow, item)).toThrow(new MalformedRow('member', ['kind']))
    expect(() => readRow(memberRow, undefined)).toThrow(MalformedRow)
  })

  test('that is malformed is reported by place, never by value', () => {
    const item = newMemberWrite(memberOf(person)).Put.Item
    const broken = { ...item, status: 'asleep', email: { value: 7, verified: 'secret@example.com' } }
    expect(() => readRow(memberRow, broken)).toThrow(
      'A member row is malformed at status, email.value, email.verified',
    )
  })

  test('with counters that are not numbers fails closed', () => {
    const item = openSessionWrite(sessionOf(memberId(), person)).Put.Item
    for (const generation of ['0', Number.NaN, 0.5, Number.MAX_VALUE]) {
      expect(() => readRow(sessionRow, { ...item, generation })).toThrow('generation')
    }
  })
})

test('a value without a form in a row throws', () => {
  expect(() => attributesOf({ act: () => {} })).toThrow(TypeError)
  expect(attributesOf({ gone: undefined, at: new Date(5), list: [new Date(6)] })).toEqual({
    at: 5,
    list: [6],
  })
})

test('no two identities share a key, and every key fits into DynamoDB', () => {
  const subject = fc
    .string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 255,
    })
    .filter(isSubject)
  const id = memberId()
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      fc.pre(a !== b)
      const [first, second] = [a, b].map((text) => {
        const identity = { provider: 'kakao' as const, subject: text }
        return [keys.identityClaim(identity).PK, keys.identity(id, identity).SK]
      })
      expect(first?.[0]).not.toBe(second?.[0])
      expect(first?.[1]).not.toBe(second?.[1])
      expect(Buffer.byteLength(first?.[0] ?? '')).toBeLessThanOrEqual(2048)
      expect(Buffer.byteLength(first?.[1] ?? '')).toBeLessThanOrEqual(1024)
    }),
  )
})
