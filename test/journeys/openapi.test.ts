import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect } from 'vitest'
import { problems } from '../../lib/domain/values/problem.ts'
import { openapi } from '../../lib/http/openapi/openapi.ts'
import { outcomeSchemas, schemaOf } from '../../lib/http/openapi/response-schemas.ts'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { exchangeFaults, faultsOfSchema as faultsOf } from '../support/described.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* The API description matches the API: every route is described, and real responses match the description. */

const described = openapi('https://auth.example.com')

const cast = ['new', 'known', 'added'].map((key, index) => atKakao(key, { name: `${'김이박'[index]}${key}` }))
const it = testWithStack({ casts: { kakao: cast } })

describe('GET /openapi.json', () => {
  it('has every route, by every method', () => {
    const doors = Object.values<Route>(routes).flatMap(({ doors: some, head }) =>
      some.flatMap(({ method, path }) =>
        [method, ...(head ? ['HEAD'] : [])].map((verb) => ({ method: verb, path })),
      ),
    )
    const said = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(said.toSorted()).toEqual(doors.map(({ method, path }) => `${method} ${path}`).toSorted())
  })

  it('names each operation once', () => {
    const ids = Object.values(described.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is a valid document of OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(described)))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })

  it('says what every door that reads a body reads', () => {
    const bodies = Object.values(described.paths).flatMap((methods) =>
      Object.values(methods).flatMap((operation) =>
        'requestBody' in operation ? [operation.operationId] : [],
      ),
    )
    expect(bodies).toContain('postLoginProvider')
    expect(bodies).toHaveLength(32)
  })

  it('gives a valid example of every outcome and problem', () => {
    const { schemas, responses } = described.components
    const examples = Object.entries(schemas).flatMap(([name, schema]) => {
      const given: unknown = 'examples' in schema ? schema['examples'] : []
      return Array.isArray(given) ? given.map((example: unknown) => [name, example] as const) : []
    })
    expect(examples.map(([name]) => name)).toEqual(Object.keys(outcomeSchemas).map(schemaOf))
    for (const [name, example] of examples) expect(faultsOf(name, example)).toEqual([])
    const told = Object.entries(responses.Problem.content['application/problem+json'].examples)
    expect(told.map(([code]) => code)).toEqual(Object.keys(problems))
    for (const [, { value }] of told) expect(faultsOf('Problem', value)).toEqual([])
  })

  it('describes every problem', () => {
    expect(described.components.schemas.Problem['properties']).toMatchObject({
      code: { anyOf: [{ enum: Object.keys(problems) }, { type: 'string' }] },
    })
  })
})

describe('a real response of the API', () => {
  it.beforeAll(async ({ stack }) => {
    const name = cast.find(({ key }) => key === 'known')?.name ?? ''
    await settle(stack, { email: 'known@example.com', name, password: usualPassword })
  })

  it('matches its description', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const member = visitor(stack)
    const responses = [
      await who.direct('new'),
      await who.register(),
      await who.startLink('added', {}, 'direct'),
      await member.direct('known'),
      await member.decline(),
      await visitor(stack).passwordLogin('known@example.com'),
      await visitor(stack, { client: 'app' }).direct('new'),
    ]
    expect(responses.map(({ body }) => body['outcome'])).toEqual([
      'registration_required',
      'signed_in',
      'linked',
      'link_confirmation_required',
      'declined',
      'signed_in',
      'signed_in',
    ])
    for (const { body } of responses) expect(faultsOf('Outcome', body)).toEqual([])
    expect(faultsOf('Member', (await who.me()).body)).toEqual([])
  })

  it('matches the described problem', async ({ stack }) => {
    const responses = [
      await visitor(stack).passwordLogin('known@example.com', 'not the password'),
      await visitor(stack).call('POST', '/token', { body: {} }),
      await visitor(stack).call('GET', '/me'),
    ]
    for (const { body } of responses) expect(faultsOf('Problem', body)).toEqual([])
  })

  it('exists for the description itself', async ({ stack }) => {
    const { status, body } = await visitor(stack).call('GET', '/openapi.json')
    expect(status).toBe(200)
    expect(body).toEqual(JSON.parse(JSON.stringify(openapi(stack.origin))))
  })

  it('is described to people at /docs, on a laptop alone', async ({ stack }) => {
    const { status, text, headers } = await visitor(stack).call('GET', '/docs', {
      headers: { accept: 'text/html' },
    })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const path of Object.keys(described.paths)) expect(text).toContain(path)
    for (const code of Object.keys(problems)) expect(text).toContain(code)
  })

  it('that differs from the description is detected', () => {
    expect(faultsOf('Outcome', { outcome: 'signed_in', created: true })).not.toEqual([])
    expect(faultsOf('Outcome', { outcome: 'declined', more: 1 })).not.toEqual([])
  })
  it('whose status, request or answer is not described is detected', () => {
    const told = { method: 'POST', path: '/login/code', contentType: 'application/json', received: {} }
    const sent = { clientId: 'app', verificationToken: 'token' }
    expect(exchangeFaults({ ...told, sent, status: 203 })).not.toEqual([])
    expect(exchangeFaults({ ...told, sent, status: 200 })).not.toEqual([])
    const received = { outcome: 'signed_in', created: false, member: { id: 'x' }, accessToken: 'x' }
    const signedIn = { ...told, status: 200, received: { ...received, tokenType: 'Bearer', expiresIn: 1 } }
    expect(exchangeFaults({ ...signedIn, sent })).toEqual([])
    expect(exchangeFaults({ ...signedIn, sent: { ...sent, more: 1 } })).not.toEqual([])
  })
})
