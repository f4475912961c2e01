import { describe, expect, it } from 'vitest'
import { matchRoute } from '../../../lib/local/gateway/route-match.ts'

describe('which function a request reaches', () => {
  it('finds a door by method and path, and fills in its parameters', () => {
    expect(matchRoute('GET', '/login/kakao')).toEqual({
      id: 'login',
      door: { routeKey: 'GET /login/{provider}', pathParameters: { provider: 'kakao' } },
    })
  })

  it('decodes a parameter, and keeps an encoded slash within it', () => {
    expect(matchRoute('GET', '/login/a%2Fb').door.pathParameters).toEqual({ provider: 'a/b' })
    expect(() => matchRoute('GET', '/login/%zz')).toThrow(URIError)
  })

  it('lets the function of a path answer OPTIONS itself', () => {
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
  ])('sends %s %s through the default door', (method, path) => {
    expect(matchRoute(method, path)).toEqual({
      id: 'health',
      door: { routeKey: '$default', pathParameters: {} },
    })
  })
})
