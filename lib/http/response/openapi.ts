import { problems } from '../../domain/values/problem.ts'
import { type Route, routes } from '../../routes/routes.ts'
import {
  commonSchemas,
  type JsonSchema,
  outcomeSchema,
  outcomeSchemas,
  schemaNamed,
} from './response-schemas.ts'

/** The routes that respond with a visit's outcome. */
const outcomeRoutes = new Set([
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

/** A GET of the callback or of a login redirects the browser. */
function operation({ id, does }: Route, method: string, path: string) {
  const isRedirect = method === 'GET' && (id === 'callback' || id === 'login')
  const content = outcomeRoutes.has(id) ? json(schemaNamed('Outcome')) : {}
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+(\w)?/gi, (_, next = '') => next.toUpperCase())}`,
    summary: does,
    parameters: pathParameters(path),
    responses: {
      ...(isRedirect
        ? { '302': { description: 'redirect' } }
        : { '2XX': { description: 'done', ...content } }),
      default: {
        description: 'problem details; `code` names the problem',
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

/** Schema names follow the outcome: `signed_in` becomes `SignedIn`. */
const nameOf = (outcome: string): string =>
  outcome.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase())

/** The OpenAPI 3.1 document of the API, derived from routes and schemas. Takes the stage's origin. */
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
        ...commonSchemas,
        ...Object.fromEntries(outcomes),
        Outcome: { oneOf: outcomes.map(([name]) => schemaNamed(name)) },
        Problem: problem,
      },
    },
  }
}
