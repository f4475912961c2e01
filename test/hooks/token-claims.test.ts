import { describe, expect, it } from 'vitest'
import { readAddedClaims } from '../../lib/hooks/token-claims.ts'

describe('the claims that a service adds', () => {
  it('are an object of JSON, or nothing', () => {
    expect(readAddedClaims(undefined)).toEqual({})
    expect(readAddedClaims({ plan: 'gold', roles: ['editor'], limits: { seats: 3, trial: null } })).toEqual({
      plan: 'gold',
      roles: ['editor'],
      limits: { seats: 3, trial: null },
    })
  })

  it('are a copy, without what is undefined', () => {
    const response = { plan: undefined, roles: ['editor'] }
    const claims = readAddedClaims(response)
    response.roles.push('admin')
    expect(claims).toEqual({ roles: ['editor'] })
    expect(Object.keys(claims)).toEqual(['roles'])
  })

  const nested = (depth: number): unknown => (depth === 0 ? 1 : { deeper: nested(depth - 1) })
  const circle: Record<string, unknown> = {}
  circle['itself'] = circle

  it.each([
    ['a text', 'gold'],
    ['a list', [{ plan: 'gold' }]],
    ['a function', () => ({})],
    ['a date', { since: new Date() }],
    ['a function among them', { plan: () => 'gold' }],
    ['a number that is none', { seats: Number.NaN }],
    ['a number without end', { seats: Number.POSITIVE_INFINITY }],
    ['a big integer', { seats: 3n }],
    ['a map', new Map([['plan', 'gold']])],
    ['a symbol', { plan: Symbol('gold') }],
    ['a list with a hole', { seats: [undefined] }],
    ['a circle', circle],
    ['what is too deep', { one: nested(20) }],
    ['what is too large', { text: '가'.repeat(700) }],
  ])('are refused as %s', (_, response) => {
    expect(() => readAddedClaims(response)).toThrow(Error)
  })

  it.each([
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'sid',
    'client_id',
    'auth_time',
    'amr',
    'acr',
    'cnf',
    'act',
    'external_id',
    'identity_verified',
  ])('never name %s', (name) => {
    expect(() => readAddedClaims({ [name]: 'forged' })).toThrow(name)
  })
})
