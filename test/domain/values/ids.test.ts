import { randomBytes } from 'node:crypto'
import { v4, v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import * as ids from '../../../lib/domain/values/ids.ts'

const { isClientId, isMemberId, isTicketId } = ids
const uuidGuards = [
  ['isMemberId', isMemberId],
  ['isSessionId', ids.isSessionId],
  ['isPendingId', ids.isPendingId],
  ['isTransactionId', ids.isOAuthRequestId],
  ['isTokenId', ids.isTokenId],
] as const

describe.each(uuidGuards)('%s', (_name, isId) => {
  test('accepts a UUID of version 7', () => {
    expect(isId(v7())).toBe(true)
  })

  test.each([
    ['a UUID of version 4', v4()],
    ['capital letters', '01900000-0000-7000-8000-00000000000A'],
    ['another variant', '01900000-0000-7000-c000-000000000000'],
    ['the nil UUID', '00000000-0000-0000-0000-000000000000'],
    ['no hyphens', '01900000000070008000000000000000'],
    ['braces', '{01900000-0000-7000-8000-000000000000}'],
    ['a line break at its end', '01900000-0000-7000-8000-000000000000\n'],
    ['two of them', '01900000-0000-7000-8000-000000000000#01900000-0000-7000-8000-000000000000'],
    ['nothing', ''],
    ['no text', 7],
    ['a missing value', undefined],
    ['a list', [v7()]],
  ])('refuses %s', (_what, value) => {
    expect(isId(value)).toBe(false)
  })
})

describe('a ticket', () => {
  test('has the form of 32 random bytes in base64url', () => {
    expect(isTicketId(randomBytes(32).toString('base64url'))).toBe(true)
  })

  test.each([
    ['of 31 bytes', randomBytes(31).toString('base64url')],
    ['of 33 bytes', randomBytes(33).toString('base64url')],
    ['in hexadecimal', randomBytes(32).toString('hex')],
    ['with padding', `${'A'.repeat(42)}=`],
    ['with a character of plain base64', `${'A'.repeat(42)}+`],
    ['with a separator of keys', `${'A'.repeat(42)}#`],
    ['with a line break at its end', `${'A'.repeat(43)}\n`],
    ['that is a UUID', v7()],
    ['that is nothing', ''],
    ['that is no text', 43],
    ['that is a list', ['A'.repeat(43)]],
  ])('%s is refused', (_what, value) => {
    expect(isTicketId(value)).toBe(false)
  })
})

describe('a client’s name', () => {
  test.each(['web', 'mobile', 'Web-2', 'com.example.app', 'a', '7', 'a'.repeat(64)])('can be %s', (value) => {
    expect(isClientId(value)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a space', 'we b'],
    ['a semicolon, which ends a cookie’s name', 'web;'],
    ['an equals sign', 'web=1'],
    ['a line break', 'web\n'],
    ['a slash', 'we/b'],
    ['a leading dot', '.web'],
    ['a leading hyphen', '-web'],
    ['text beyond ASCII', '웹'],
    ['a Kelvin sign', '\u212aakao'],
    ['65 characters', 'a'.repeat(65)],
    ['no text', 1],
    ['a list', ['web']],
  ])('is never %s', (_what, value) => {
    expect(isClientId(value)).toBe(false)
  })
})
