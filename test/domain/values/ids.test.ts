import { randomBytes } from 'node:crypto'
import { v4, v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import * as ids from '../../../lib/domain/values/ids.ts'

const { isClientId, isMemberId, isSealedTicket } = ids
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

describe('a pending visit of an OAuth request', () => {
  const request = v7()
  if (!ids.isOAuthRequestId(request)) throw new Error('a new id has an unexpected format')

  test('is named after it, and names it', () => {
    const id = ids.pendingIdOf(request)
    expect(ids.isPendingId(id)).toBe(true)
    expect(ids.oauthRequestOf(id)).toBe(request)
  })

  test('is no OAuth request, and names none with an id of its own', () => {
    expect(ids.isOAuthRequestId(ids.pendingIdOf(request))).toBe(false)
    expect(ids.isPendingId(request) && ids.oauthRequestOf(request)).toBeUndefined()
  })

  test.each([
    ['no OAuth request', 'visit-'],
    ['another prefix', `ticket-${request}`],
    ['the prefix twice', `visit-visit-${request}`],
    ['more behind it', `visit-${request}#x`],
  ])('is not named by %s', (_what, value) => {
    expect(ids.isPendingId(value)).toBe(false)
  })
})

describe('a ticket', () => {
  const body = randomBytes(300).toString('base64url')

  test('is sealed bytes in base64url, and the name of their key', () => {
    expect(isSealedTicket(`${body}.kid`)).toBe(true)
  })

  test.each([
    ['without a key', body],
    ['too short to hold anything', `${'A'.repeat(43)}.kid`],
    ['too long for an address', `${'A'.repeat(2001)}.kid`],
    ['with padding', `${body}=.kid`],
    ['with a character of plain base64', `${body}+.kid`],
    ['with the separator of a cookie', `${body}~.kid`],
    ['with a line break at its end', `${body}.kid\n`],
    ['that is a UUID', v7()],
    ['that is nothing', ''],
    ['that is no text', 43],
    ['that is a list', [`${body}.kid`]],
  ])('%s is refused', (_what, value) => {
    expect(isSealedTicket(value)).toBe(false)
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
