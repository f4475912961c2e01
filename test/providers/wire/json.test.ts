import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProviderFault } from '../../../lib/domain/visit/provider-fault.ts'
import { readJsonResponse } from '../../../lib/providers/wire/json.ts'

const read = (body: string, contentType = 'application/json') =>
  readJsonResponse({ status: 200, contentType, body })

describe('the JSON of a provider', () => {
  test.each([
    ['1376016924429759228', '1376016924429759228'],
    ['-1376016924429759228', '-1376016924429759228'],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['1.5', 1.5],
    ['-401', -401],
    ['0', 0],
  ])('keeps every digit of %s', (text, value) => {
    expect(read(text)).toBe(value)
  })

  test.each([
    'application/json',
    'application/json;charset=UTF-8',
    'application/jwk-set+json',
    'Application/JSON',
  ])('is read with the type %s', (contentType) => {
    expect(read('{}', contentType)).toEqual({})
  })

  test.each(['text/html', 'text/plain', '', 'application/jsonp', 'text/json; application/json'])(
    'is not read with the type "%s"',
    (contentType) => {
      expect(() => read('{}', contentType)).toThrow(ProviderFault)
    },
  )

  test('is refused when it repeats a name with two values', () => {
    expect(() => read('{"id":1,"id":2}')).toThrow(ProviderFault)
  })

  test('cannot reach a prototype', () => {
    const value = read('{"__proto__":{"polluted":true}}')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('does not appear in the fault when it is broken', () => {
    expect(() => read('{"access_token":"s3cret"')).toThrow(/^responded with 200 and broken JSON$/)
  })

  test('gives a value or a provider fault, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          read(text)
        } catch (error) {
          return error instanceof ProviderFault
        }
        return true
      }),
    )
  })
})
