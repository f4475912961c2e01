import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../lib/domain/values/problem.ts'
import { readBody, readQuery } from '../../../lib/http/request/input.ts'
import { readJson } from '../../../lib/http/request/json-body.ts'
import { readRequest } from '../../../lib/http/request/request.ts'
import { eventOf, requestOf } from '../../support/events.ts'

const bodied = (body: string, contentType: string | undefined = 'application/json') =>
  requestOf('POST /token', { body, headers: { 'content-type': contentType } })

function problemIn(read: () => unknown): Problem {
  try {
    read()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('a JSON body', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
  ])('is read when its type is %s', (type) => {
    expect(readJson(bodied('{"a": [1, "둘", null, true]}', type))).toEqual({ a: [1, '둘', null, true] })
  })

  it.each([
    '',
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=euc-kr',
    'application/json; profile=x',
    'application/jsonp',
    'text/plain; application/json',
    'application/json, text/plain',
  ])(
    'is not read when its type is "%s", since another site can make a browser post most of these',
    (type) => {
      expect(problemIn(() => readJson(bodied('{}', type))).code).toBe('unsupported_media_type')
    },
  )

  it('may be absent, with its type', () => {
    expect(readJson(requestOf('POST /logout'))).toEqual({})
  })

  it.each([
    ['no JSON', '{'],
    ['a comment', '{"a": 1 /* one */}'],
    ['two values', '{} {}'],
    ['not a number', '{"a": NaN}'],
    ['a key twice, with two values', '{"a": 1, "a": 2}'],
    ['a key twice behind an escape', '{"a": 1, "\\u0061": 2}'],
    ['a prototype', '{"__proto__": {"isAdmin": true}}'],
    ['a constructor', '{"a": {"constructor": 1}}'],
    ['a method of every object', '{"toString": 1}'],
    ['half of a surrogate pair in a text', '{"name": "\\ud800"}'],
    ['half of a surrogate pair in a name', '{"a": {"\\udc00": 1}}'],
    ['half of a surrogate pair in a list', '{"a": ["\\ud83d"]}'],
    ['too deep a nest', `{"a": ${'['.repeat(20)}${']'.repeat(20)}}`],
    ['a nest that would break the parser', `{"a": ${'['.repeat(16_000)}`],
  ])('is refused when it is or has %s', (_, text) => {
    expect(problemIn(() => readJson(bodied(text))).code).toBe('invalid_request')
  })

  it('is nested as deep as any door needs, and gives no object new properties', () => {
    expect(readJson(bodied(`{"a": ${'['.repeat(19)}${']'.repeat(19)}}`))).toBeDefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('gives the same value as the platform, or a problem, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 5 }), fc.string()), (text) => {
        try {
          expect(readJson(bodied(text === '' ? '0' : text))).toEqual(JSON.parse(text === '' ? '0' : text))
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          expect(error.code).toBe('invalid_request')
        }
      }),
    )
  })
})

describe('the size of a body', () => {
  it('ends at 32 KB, counted in bytes', () => {
    const fits = '가'.repeat(10_922)
    expect(bodied(JSON.stringify(fits)).body).toHaveLength(10_924)
    expect(problemIn(() => bodied(JSON.stringify(`${fits}가`))).code).toBe('payload_too_large')
  })

  it('is the size of the decoded bytes for base64', () => {
    const event = { ...eventOf('POST /token'), isBase64Encoded: true }
    const fits = Buffer.alloc(32 * 1024, 'a').toString('base64')
    const tooMuch = Buffer.alloc(32 * 1024 + 1, 'a').toString('base64')
    expect(readRequest({ ...event, body: fits }).body).toHaveLength(32 * 1024)
    expect(problemIn(() => readRequest({ ...event, body: tooMuch })).code).toBe('payload_too_large')
  })
})

describe('invalid input', () => {
  const schema = v.strictObject({
    a: v.string(),
    list: v.optional(v.array(v.strictObject({ b: v.boolean() }))),
  })
  const errorsOf = (body: unknown) =>
    problemIn(() => readBody(requestOf('POST /token', { body }), schema)).extras.errors

  it('is refused with a pointer to each fault', () => {
    expect(errorsOf({ list: [{ b: true }, { b: 'yes' }] })).toEqual([
      { pointer: '/a', detail: { ko: '필수 항목입니다.', en: 'is required' } },
      {
        pointer: '/list/1/b',
        detail: { ko: '참(true)이나 거짓(false)이어야 합니다.', en: 'must be true or false' },
      },
    ])
  })

  it.each([
    ['', 'must not be empty'],
    ['a', 'must have at least 2 characters'],
    ['abcd', 'must have at most 3 characters'],
    ['a1', 'has the wrong format'],
    [7, 'must be text'],
  ])('is refused in words for people, as %j is', (a, en) => {
    const short = v.pipe(v.string(), v.nonEmpty(), v.minLength(2), v.maxLength(3), v.regex(/^[a-z]+$/))
    const request = requestOf('POST /token', { body: JSON.stringify({ a }) })
    const problem = problemIn(() => readBody(request, v.strictObject({ a: short })))
    expect(problem.extras.errors?.[0]?.detail.en).toBe(en)
  })

  it('is refused for an unknown field', () => {
    expect(errorsOf({ a: '', isAdmin: true })).toEqual([
      { pointer: '/isAdmin', detail: { ko: '알 수 없는 항목입니다.', en: 'is not a known field' } },
    ])
  })

  it('is pointed to with the escapes of RFC 6901, and never repeated', () => {
    const [error] = errorsOf({ a: '', 'a/b~c': 'secret-value' }) ?? []
    expect(error?.pointer).toBe('/a~1b~0c')
    expect(JSON.stringify(errorsOf({ a: 7, b: 'secret-value' }))).not.toContain('secret-value')
    expect(errorsOf({ a: '', ['x'.repeat(5000)]: 1 })?.[0]?.pointer).toHaveLength(65)
  })

  it.each(['[]', '["a"]', '"text"', '7', 'null'])(
    'is refused when it is no object, even without required fields: %s',
    (body) => {
      const free = v.strictObject({ a: v.optional(v.string()) })
      expect(problemIn(() => readBody(bodied(body), free)).code).toBe('invalid_request')
    },
  )

  it('lists at most twenty faults', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field${index}`, 1]))
    expect((errorsOf(many) ?? []).length).toBeLessThanOrEqual(20)
  })
})

describe('a query', () => {
  const schema = v.object({ code: v.optional(v.string()), state: v.string() })
  const read = (query: string) => readQuery(requestOf('GET /callback/{provider}', { query }), schema)

  it('is decoded, without unknown parameters', () => {
    expect(read('state=a%26b+c&iss=https%3A%2F%2Fkauth.example&toString=1')).toEqual({ state: 'a&b c' })
  })

  it.each(['state=a&state=b', 'state=a&state=a', 'code=1&state=a&code=2'])(
    'is refused when a known parameter repeats: %s',
    (query) => {
      expect(problemIn(() => read(query)).code).toBe('invalid_request')
    },
  )

  it('may repeat unknown parameters', () => {
    expect(read('state=a&other=1&other=2')).toEqual({ state: 'a' })
  })
})
