import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { refusalText } from '../../../lib/local/gateway/refusal-text.ts'
import { createRequestLog } from '../../../lib/local/gateway/request-log.ts'

const responseOf = (status: number, body: object | string) => ({
  status,
  headers: [],
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

describe('what the terminal says of a refusal', () => {
  it('tells each fault of the input, with the name of a field that is ours and of no other', () => {
    const errors = [
      { pointer: '/to', detail: 'must be an e-mail address' },
      { pointer: '', detail: 'must be an object' },
      { pointer: '/consents/0/agreed', detail: 'is missing' },
      { pointer: '/minji@example.com', detail: 'is unknown' },
      { pointer: '/attributes/secret-of-minji', detail: 'is unknown' },
    ]
    expect(
      refusalText(responseOf(400, { code: 'invalid_request', detail: 'The input is wrong.', errors })),
    ).toBe(
      '/to: must be an e-mail address; must be an object; /consents/0/agreed: is missing; is unknown; is unknown',
    )
  })

  it('is the sentence of a problem without faults of the input', () => {
    expect(refusalText(responseOf(409, { code: 'token_used', detail: 'It was used.' }))).toBe('It was used.')
  })

  it.each([
    ['a success', responseOf(200, { detail: 'fine' })],
    ['a page', responseOf(400, '<!doctype html>')],
    ['a body that is no problem', responseOf(500, { message: 'Internal Server Error' })],
  ])('is nothing for %s', (_, response) => {
    expect(refusalText(response)).toBeUndefined()
  })

  it('stands below the line of its request, and nowhere else', () => {
    const lines: string[] = []
    const log = createRequestLog((line) => lines.push(stripVTControlCharacters(line)))
    const request = { at: '2026-11-29T20:41:07Z', requestId: 'r1', method: 'POST', path: '/token', ms: 12 }
    log.write(JSON.stringify({ requestId: 'r1', outcome: 'token_used' }))
    log.add({ ...request, status: 409, about: 'It was used.' })
    log.add({ ...request, status: 200 })
    expect(lines).toEqual([
      '20:41:07  POST /token  409  token_used  12 ms\n          It was used.',
      '20:41:07  POST /token  200  12 ms',
    ])
  })
})
