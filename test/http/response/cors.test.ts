import { describe, expect, it } from 'vitest'
import { corsHeaders } from '../../../lib/http/response/cors.ts'
import { requestOf } from '../../support/events.ts'
import { stage } from '../../support/world.ts'

const headersFor = (origin: string | undefined) =>
  corsHeaders(stage.clients, requestOf('GET /terms', { headers: { origin } }))

describe('other origins', () => {
  it('get a response with credentials when a client registered them', () => {
    expect(headersFor('https://www.example.com')).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': 'https://www.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-request-id, retry-after, www-authenticate',
    })
  })

  it.each([
    ['none', undefined],
    ['null', 'null'],
    ['any', '*'],
    ['another', 'https://attacker.example'],
    ['one that begins alike', 'https://www.example.com.attacker.example'],
    ['one that ends alike', 'https://attacker-www.example.com'],
    ['one below it', 'https://a.www.example.com'],
    ['plain http', 'http://www.example.com'],
    ['another port', 'https://www.example.com:8443'],
    ['another case', 'https://WWW.example.com'],
    ['one with a path', 'https://www.example.com/'],
    ['two at once', 'https://www.example.com, https://attacker.example'],
  ])('get nothing, and no cache mixes them up: %s', (_, origin) => {
    expect(headersFor(origin)).toEqual({ vary: 'Origin' })
  })
})
