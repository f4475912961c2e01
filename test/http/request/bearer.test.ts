import { describe, expect, it } from 'vitest'
import { bearerOf, requireBearer } from '../../../lib/http/request/bearer.ts'
import { requestOf } from '../../support/events.ts'

const asked = (authorization: string | undefined) => requestOf('GET /me', { headers: { authorization } })

describe('a bearer token', () => {
  it.each([
    ['Bearer a.b-c_d', 'a.b-c_d'],
    ['bearer a~b+c/d==', 'a~b+c/d=='],
    ['BEARER x', 'x'],
  ])('is taken from "%s"', (authorization, token) => {
    expect(bearerOf(asked(authorization))).toBe(token)
    expect(requireBearer(asked(authorization))).toBe(token)
  })

  it.each([
    [undefined],
    [''],
    ['Bearer'],
    ['Bearer '],
    ['Bearer  two-spaces'],
    ['Bearer a b'],
    ['Bearer a,b'],
    ['Bearer a, Bearer b'],
    ['Bearer "a"'],
    ['Bearer ä'],
    ['Bearer =a'],
    ['Basic YTpi'],
    ['DPoP a'],
    ['a.b.c'],
    ['xBearer a'],
    [`Bearer ${'a'.repeat(4097)}`],
  ])('is not taken from "%s"', (authorization) => {
    expect(bearerOf(asked(authorization))).toBeUndefined()
    expect(() => requireBearer(asked(authorization))).toThrow('invalid_token')
  })

  it('is not taken from the query or the body (RFC 9700, section 4.3.2)', () => {
    const request = requestOf('POST /logout', { query: 'access_token=a', body: { access_token: 'a' } })
    expect(bearerOf(request)).toBeUndefined()
  })
})
