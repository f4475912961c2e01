import { type ProviderId, providerIds } from '../../domain/values/identity.ts'
import { allDoors, type Doors } from '../../domain/values/verification.ts'
import { type Route, routes } from '../../routes/routes.ts'
import { doorSchemas } from './door-schemas.ts'
import { problemExamplesAt, schemaExamples } from './examples.ts'
import { type JsonSchema, schemaNamed } from './json-schema.ts'
import { type Operation, tags } from './operation.ts'
import { operations } from './operations.ts'
import { cookieHeader, parametersOf, requestBodyOf, sharedParameters } from './parts.ts'
import { problemSchema } from './problem-schema.ts'
import { commonSchemas, outcomeSchema, outcomeSchemas, schemaOf } from './response-schemas.ts'

const descriptions: Readonly<Record<string, string>> = {
  200: 'done',
  201: 'created',
  202: 'accepted; the work continues after the response',
  204: 'done; there is nothing to say',
  302: 'to `location`',
}

const responsesOf = ({ responses, sets, page }: Operation, method: string) => ({
  ...Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => [
      status,
      {
        description: descriptions[status] ?? status,
        ...cookieHeader(sets),
        ...(schema !== undefined &&
          method !== 'HEAD' && { content: { [page ? 'text/html' : 'application/json']: { schema } } }),
      },
    ]),
  ),
  default: { $ref: '#/components/responses/Problem' },
})

/** Nobody, or a member (`{}` makes the access token optional), or a caller who signs. */
const securityOf = ({ bearer }: Operation, callers: Route['callers']) => {
  if (callers === 'iam') return [{ sigv4: [] }]
  if (bearer === undefined) return []
  return bearer === 'required' ? [{ bearer: [] }] : [{ bearer: [] }, {}]
}

/** One method of one path. */
interface DescribedDoor {
  readonly method: string
  readonly path: string
  readonly route: Route
  readonly described: Operation
}

function operation({ method, path, route, described }: DescribedDoor, providers: readonly ProviderId[]) {
  const { does, callers } = route
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+(\w)?/gi, (_, next = '') => next.toUpperCase())}`,
    summary: described.does ?? does,
    tags: [described.tag],
    security: securityOf(described, callers),
    parameters: parametersOf(path, described, providers),
    ...requestBodyOf(described),
    responses: responsesOf(described, method),
  }
}

const operationOf = new Map<string, Operation>(Object.entries<Operation>(operations))

/** The sign-ins that a stage offers. */
interface Offered {
  readonly doors: Doors
  readonly offersPasskeys: boolean
  readonly providers: readonly ProviderId[]
}

const everySignIn: Offered = { doors: allDoors, offersPasskeys: true, providers: providerIds }

/** Whether a stage has closed all that a path serves. */
function isClosed(path: string, { doors, offersPasskeys }: Offered): boolean {
  const { passwordSignIn, emailCodeSignIn, smsCodeSignIn } = doors
  if (path === '/login/password') return !passwordSignIn
  // Passkeys from before can still be renamed and removed.
  if (/^\/(login\/passkey|me\/passkeys)(\/options)?$/.test(path)) return !offersPasskeys
  return path === '/login/code' && !emailCodeSignIn && !smsCodeSignIn
}

/** The paths of the API, each with its operations by method. */
function pathsOf(all: readonly Route[], offered: Offered) {
  const lacks = (path: string) => offered.providers.length === 0 && path.includes('{provider}')
  const doors = all.flatMap((route) =>
    route.doors.flatMap(({ method, path }): readonly DescribedDoor[] => {
      const described = operationOf.get(`${method} ${path}`)
      if (described === undefined || isClosed(path, offered) || lacks(path)) return []
      const door = { method, path, route, described }
      return route.head && method === 'GET' ? [door, { ...door, method: 'HEAD' }] : [door]
    }),
  )
  const byPath = Map.groupBy(doors, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, there]) => [
      path,
      Object.fromEntries(
        there.map((described) => [described.method.toLowerCase(), operation(described, offered.providers)]),
      ),
    ]),
  )
}

const outcomes = Object.entries(outcomeSchemas).map(
  ([outcome, says]) => [schemaOf(outcome), outcomeSchema(outcome, says)] as const,
)

const anyOutcome: JsonSchema = {
  oneOf: outcomes.map(([name]) => schemaNamed(name)),
  discriminator: {
    propertyName: 'outcome',
    mapping: Object.fromEntries(
      Object.keys(outcomeSchemas).map((outcome) => [outcome, `#/components/schemas/${schemaOf(outcome)}`]),
    ),
  },
}

const withExample = ([name, schema]: readonly [string, JsonSchema]): readonly [string, JsonSchema] => {
  const example = schemaExamples.get(name)
  return [name, example === undefined ? schema : { ...schema, examples: [example] }]
}

const problemResponses = (origin: string) => ({
  Problem: {
    description: 'problem details (RFC 9457); `code` names the problem',
    headers: {
      'Retry-After': { description: 'seconds, where trying again helps', schema: { type: 'integer' } },
      'WWW-Authenticate': { description: 'RFC 6750 and RFC 9470, with 401', schema: { type: 'string' } },
    },
    content: {
      'application/problem+json': { schema: schemaNamed('Problem'), examples: problemExamplesAt(origin) },
    },
  },
})

/**
 * The OpenAPI 3.1 document of the API, derived from routes and schemas. Takes the stage's origin, and the sign-ins that it
 * offers: a sign-in that it has closed is not described.
 */
export function openapi(origin: string, offered: Offered = everySignIn) {
  return {
    openapi: '3.1.0',
    info: { title: 'ieum', version: '1', description: 'Sign-in, sign-up and account linking.' },
    servers: [{ url: origin }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: pathsOf(Object.values<Route>(routes), offered),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        // As API Gateway itself describes it.
        sigv4: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
      parameters: sharedParameters,
      responses: problemResponses(origin),
      schemas: {
        ...commonSchemas,
        ...Object.fromEntries([...Object.entries(doorSchemas), ...outcomes].map(withExample)),
        Outcome: anyOutcome,
        Problem: problemSchema,
      },
    },
  }
}
