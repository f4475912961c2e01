import { describe, expect, it } from 'vitest'
import { parseLoginId } from '../../lib/contacts/login-id.ts'
import { loginIdKey } from '../../lib/domain/values/login-id.ts'

describe('a login ID', () => {
  it.each(['hong', 'Hong.Gil_dong-7', '홍길동', 'h7', ' hong '])('%s is taken', (text) => {
    expect(parseLoginId(text)).toBe(text.trim())
  })

  it.each([
    '010-1234-5678',
    '02-123-4567',
    '7',
    '20190517',
    '01012345678',
    '010.1234.5678',
    '821012345678',
    'hong@example.com',
    'hong gildong',
    'hong/1',
    '...',
    '',
    'x'.repeat(65),
    'ho\u200bng',
    7,
    undefined,
  ])('%s is refused', (value) => {
    expect(parseLoginId(value)).toBeUndefined()
  })

  it('is compared without case and in one composition', () => {
    expect(loginIdKey('HONG')).toBe(loginIdKey('hong'))
    expect(loginIdKey('홍길동'.normalize('NFD'))).toBe(loginIdKey('홍길동'))
    expect(parseLoginId('홍길동'.normalize('NFD'))).toBe('홍길동')
  })
})
