import { describe, expect, it } from 'vitest'
import { matchRoute } from '../../../lib/local/gateway/route-match.ts'

describe('the function of a request', () => {
  it('is found by method and path, with its parameters', () => {
    expect(matchRoute('GET', '/login/kakao')).toEqual({
      id: 'login',
      door: { routeKey: 'GET /login/{provider}', pathParameters: { provider: 'kakao' } },
    })
  })

  it('gets decoded parameters, with an encoded slash kept inside', () => {
    expect(matchRoute('GET', '/login/a%2Fb').door.pathParameters).toEqual({ provider: 'a/b' })
    expect(() => matchRoute('GET', '/login/%zz')).toThrow(URIError)
  })

  it('answers OPTIONS of its own path', () => {
    expect(matchRoute('OPTIONS', '/token')).toEqual({
      id: 'token',
      door: { routeKey: 'OPTIONS /token', pathParameters: {} },
    })
  })

  it.each([
    ['GET', '/nowhere'],
    ['DELETE', '/token'],
    ['OPTIONS', '/nowhere'],
    ['GET', '/login/'],
    ['GET', '/login/kakao/more'],
    ['POST', '/token/'],
    ['POST', '//token'],
  ])('is the default door for %s %s', (method, path) => {
    expect(matchRoute(method, path)).toEqual({
      id: 'openapi',
      door: { routeKey: '$default', pathParameters: {} },
    })
  })
})
