import { describe, expect, it } from 'vitest'
import { gatewayFailure, toLocalResponse } from '../../../lib/local/gateway/api-gateway-response.ts'

describe("the response to a function's result", () => {
  it('has status, headers and body, with each cookie as an own header', () => {
    const response = toLocalResponse({
      statusCode: 201,
      headers: { 'Content-Type': 'application/json', 'X-Count': 3 },
      cookies: ['a=1; Secure', 'b=2'],
      body: '{}',
    })
    expect(response).toEqual({
      status: 201,
      headers: [
        ['content-type', 'application/json'],
        ['x-count', '3'],
        ['set-cookie', 'a=1; Secure'],
        ['set-cookie', 'b=2'],
      ],
      body: '{}',
    })
  })

  it('decodes a body in base64', () => {
    const { body } = toLocalResponse({
      statusCode: 200,
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    })
    expect(body).toEqual(Buffer.from([0, 255]))
  })

  it('takes a result without a status as the body of a 200 in JSON', () => {
    expect(toLocalResponse({ hello: 'world' })).toMatchObject({ status: 200, body: '{"hello":"world"}' })
    expect(toLocalResponse('text')).toMatchObject({ status: 200, body: 'text' })
    expect(toLocalResponse({ hello: 'world' }).headers).toContainEqual(['content-type', 'application/json'])
  })

  it('takes a body without a type as plain text', () => {
    expect(toLocalResponse({ statusCode: 200, body: 'hi' }).headers).toEqual([
      ['content-type', 'text/plain; charset=utf-8'],
    ])
    expect(toLocalResponse({ statusCode: 204 }).headers).toEqual([])
  })

  it.each([undefined, { statusCode: 'nonsense' }, { statusCode: 99 }])('answers 500 for %o', (result) => {
    expect(toLocalResponse(result)).toBe(gatewayFailure)
  })
})
