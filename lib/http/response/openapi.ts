import { problems } from '../../domain/values/problem.ts'
import { type Route, routes } from '../../routes/routes.ts'
import { type JsonSchema, outcomeSchema, outcomeSchemas, parts, schemaNamed } from './response-schemas.ts'

/** The doors that answer the outcome of a visit. */
const answersOutcome = new Set([
  'callback',
  'token',
  'register',
  'link',
  'unlink',
  'password-login',
  'code-login',
])

const problem: JsonSchema = {
  type: 'object',
  description: 'RFC 9457',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(problems) },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code', 'instance'],
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const json = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } })

/** A GET at the callback or of a login sends a browser on. */
function operation({ id, does }: Route, method: string, path: string) {
  const isRedirect = method === 'GET' && (id === 'callback' || id === 'login')
  const answer = answersOutcome.has(id) ? json(schemaNamed('Outcome')) : {}
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+(\w)?/gi, (_, next = '') => next.toUpperCase())}`,
    summary: does,
    parameters: pathParameters(path),
    responses: {
      ...(isRedirect ? { '302': { description: 'onwards' } } : { '2XX': { description: 'done', ...answer } }),
      default: {
        description: 'a problem; its code says which',
        content: { 'application/problem+json': { schema: schemaNamed('Problem') } },
      },
    },
  }
}

function pathsOf(all: readonly Route[]) {
  const doors = all.flatMap((route) => route.doors.map((door) => ({ ...door, route })))
  const byPath = Map.groupBy(doors, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, there]) => [
      path,
      Object.fromEntries(
        there.map(({ method, route }) => [method.toLowerCase(), operation(route, method, path)]),
      ),
    ]),
  )
}

/** Names of schemas are as in the README: `SignedIn` is the outcome `signed_in`. */
const nameOf = (outcome: string): string =>
  outcome.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase())

/** The API as other tools read it (OpenAPI 3.1), made of what the functions themselves are made of. */
export function openapi(origin: string) {
  const outcomes = Object.entries(outcomeSchemas).map(
    ([outcome, says]) => [nameOf(outcome), outcomeSchema(outcome, says)] as const,
  )
  return {
    openapi: '3.1.0',
    info: { title: 'ieum', version: '1', description: 'Sign-in, sign-up and account linking.' },
    servers: [{ url: origin }],
    paths: pathsOf(Object.values<Route>(routes)),
    components: {
      schemas: {
        ...parts,
        ...Object.fromEntries(outcomes),
        Outcome: { oneOf: outcomes.map(([name]) => schemaNamed(name)) },
        Problem: problem,
      },
    },
  }
}
