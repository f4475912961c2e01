import { describe, expect } from 'vitest'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { castWithTwin, type ValidInput, validInputs } from '../properties/valid-inputs.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'
import { type RawResponse, rawRequest } from './raw-request.ts'

/*
 * Mallory sends a list, an object, a number or nothing in place of text, hoping for a loose comparison, a database
 * filter, or a telling crash.
 * Defence: a schema checks all input before any use. The response names the place and repeats nothing.
 */
let inputs: Readonly<Record<string, ValidInput>>
const it = testWithStack({ personas: castWithTwin })
it.beforeAll(async ({ stack }) => {
  inputs = await validInputs(stack)
})

/** Doors that take a form in place of JSON, where every value is text. */
const forms = ['/webhooks/{provider}']
const posts = Object.values<Route>(routes).flatMap(({ doors }) =>
  doors.filter(({ method, path }) => method === 'POST' && !forms.includes(path)).map(({ path }) => path),
)
const queries = ['/login/{provider}', '/callback/{provider}', '/webhooks/{provider}']

/** Doors that ignore their body. */
const speechless = [
  '/me/deactivate',
  '/me/passkeys/options',
  ...['suspend', 'unsuspend', 'deactivate', 'reactivate', 'close', 'sign-out'].map(
    (action) => `/service/members/{id}/${action}`,
  ),
]

const everyType: readonly unknown[] = [
  'x',
  0,
  -1.5,
  1e308,
  true,
  false,
  null,
  [],
  ['x'],
  [['x']],
  [null],
  {},
  { $gt: '' },
  { length: 43, 0: 'x' },
  { toJSON: 'x' },
]

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value)

const pathOf = (path: string) =>
  path.replace('{provider}', 'kakao').replace('{id}', '01a22e20-0000-7000-8000-000000000000')

async function post(stack: TestStack, path: string, body: unknown): Promise<RawResponse> {
  const headers = { 'content-type': 'application/json', ...inputs[`POST ${path}`]?.headers }
  const request = { method: 'POST', path: pathOf(path), headers, body: JSON.stringify(body) }
  return rawRequest(stack, request)
}

describe.each(posts)('POST %s', (path) => {
  it('names the field with the wrong type, and does nothing', async ({ stack }) => {
    const valid = inputs[`POST ${path}`]?.body ?? {}
    expect(Object.keys(valid).length === 0).toBe(speechless.includes(path))
    await writesNothing(stack, () =>
      asksNobody(stack, async () => {
        for (const [field, value] of Object.entries(valid)) {
          for (const other of everyType.filter((one) => kindOf(one) !== kindOf(value))) {
            const response = await post(stack, path, { ...valid, [field]: other })
            expect(response, `${field}: ${JSON.stringify(other)}`).toMatchObject({
              status: 400,
              body: {
                code: 'invalid_request',
                errors: [{ pointer: `/${field}`, detail: expect.any(String) }],
              },
            })
          }
        }
      }),
    )
  })

  it('accepts no body that is not an object', async ({ stack }) => {
    await writesNothing(stack, () =>
      asksNobody(stack, async () => {
        for (const body of everyType.filter((one) => kindOf(one) !== 'object' || one === null)) {
          const response = await post(stack, path, body)
          expect(response, JSON.stringify(body)).toMatchObject({
            status: 400,
            body: { code: 'invalid_request' },
          })
        }
      }),
    )
  })
})

it.for([
  'x',
  {},
  [null],
  ['service'],
  [[]],
  [{ tag: 'service', version: '2026-01', agreed: 'true' }],
  [{ tag: 'service', version: '2026-01', agreed: 1 }],
  [{ tag: ['service'], version: '2026-01', agreed: true }],
  [{ tag: 'service', version: 2026, agreed: true }],
  [{ tag: 'service', version: '2026-01' }],
  [{ tag: 'service', version: '2026-01', agreed: true, at: '2020-01-01' }],
  Array.from({ length: 51 }, () => ({ tag: 'service', version: '2026-01', agreed: true })),
])('accepts no consents like %j', async (consents, { stack }) => {
  const body = { ...inputs['POST /register']?.body, consents }
  const response = await writesNothing(stack, () => post(stack, '/register', body))
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
})

describe.each(queries)('GET %s', (path) => {
  it('accepts one text for each parameter, and no list or object', async ({ stack }) => {
    const { query = {}, cookies = {} } = inputs[`GET ${path}`] ?? {}
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`)
    await writesNothing(stack, () =>
      asksNobody(stack, async () => {
        for (const [field, value] of Object.entries(query)) {
          const others = new URLSearchParams(Object.entries(query).filter(([name]) => name !== field))
          const own = encodeURIComponent(value)
          const twice = `${field}=${own}&${field}=${own}`
          for (const bad of [twice, `${twice}&${field}=`, `${field}=${own}&${field}=x`]) {
            const request = { method: 'GET', path: `${pathOf(path)}?${others}&${bad}`, headers: { cookie } }
            expect(await rawRequest(stack, request), bad).toMatchObject({
              status: 400,
              body: { code: 'invalid_request', errors: [{ pointer: `/${field}` }] },
            })
          }
        }
      }),
    )
  })
})
