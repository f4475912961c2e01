import { describe, expect } from 'vitest'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory nests brackets until a parser, or a walk through its result, uses up the stack. The process would die, or
 * the error would show internals.
 * Defence: no door accepts more than twenty levels. Deeper input is invalid, and so is input that cannot be parsed.
 */
const it = testWithStack()

const nested = (open: string, close: string, depth: number, inside = '') =>
  open.repeat(depth) + inside + close.repeat(depth)

const bodies = {
  'lists that are never closed': '['.repeat(32_000),
  'objects that are never closed': '{"a":'.repeat(6000),
  'lists down to the limit of size': nested('[', ']', 16_000),
  'objects down to the limit of size': nested('{"a":', '}', 5000, '1'),
  'lists in objects': nested('{"a":[', ']}', 4000),
  'lists in a field that is known': `{"consents":${nested('[', ']', 10_000)}}`,
  'objects in a field that is known': `{"ticket":${nested('{"a":', '}', 5000, '1')}}`,
  'just more than twenty levels': `{"a":${nested('[', ']', 20)}}`,
}

describe.each(Object.entries(bodies))('%s', (_name, body) => {
  it.for(['/login/kakao', '/callback/kakao', '/token', '/register', '/logout'])(
    'are invalid input to %s, and refused quickly',
    async (path, { stack }) => {
      const startedAt = performance.now()
      const headers = { 'content-type': 'application/json' }
      const response = await writesNothing(stack, () =>
        rawRequest(stack, { method: 'POST', path, headers, body }),
      )
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
      expect(response.text.length).toBeLessThan(1000)
      expect(performance.now() - startedAt).toBeLessThan(5000)
    },
  )
})

it('a body of many small values is read quickly as well', async ({ stack }) => {
  const many = Array.from({ length: 3000 }, (_, index) => `"k${index}":[]`).join()
  const startedAt = performance.now()
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'POST', path: '/token', headers, body: `{${many}}` }
  const response = await writesNothing(stack, () => rawRequest(stack, request))
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(response.text.length).toBeLessThan(1000)
  expect(performance.now() - startedAt).toBeLessThan(5000)
})
