import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { formType } from '../request/request.ts'
import type { JsonSchema } from './json-schema.ts'
import type { CookieKind, Operation } from './operation.ts'

/**
 * The JSON Schema of what a client may send, from the schema that a door checks. Checks that JSON Schema cannot say,
 * such as the reading of a number, are left out.
 */
export function sentSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, ...converted } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
  })
  return { ...converted }
}

/** The cookie of each kind: its name, and what it does. A name ends with the client, or with the visit. */
const cookies: Readonly<Record<CookieKind, readonly [name: string, does: string]>> = {
  visit: ['__Host-ieum-visit-STATE', 'ties a redirect visit to its browser; STATE begins the state'],
  ticket: [
    '__Host-ieum-ticket-TICKET',
    "ties a web client's ticket to its browser; TICKET begins the ticket",
  ],
  refresh: ['__Host-ieum-refresh-CLIENT', 'the refresh token of a web client; read for its own origins'],
  device: ['__Host-ieum-device-CLIENT', 'shows that a member has signed in on this device'],
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'cookie' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

const text: JsonSchema = { type: 'string' }

const inPath = (path: string, providers: readonly string[]): readonly Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'provider' ? { enum: providers } : text,
  }))

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function inQuery(query: v.GenericSchema | undefined): readonly Parameter[] {
  if (query === undefined) return []
  const { properties, required } = sentSchema(query)
  const needed = Array.isArray(required) ? required : []
  return Object.entries(isRecord(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needed.includes(name),
    schema: isRecord(schema) ? schema : {},
  }))
}

const inCookies = (kinds: readonly CookieKind[] = []): readonly Parameter[] =>
  kinds.map((kind) => {
    const [name, description] = cookies[kind]
    return { name, in: 'cookie', required: false, description, schema: text }
  })

/** The parameters of an operation: path, query, cookies, and the language of texts. */
export const parametersOf = (
  path: string,
  { query, reads }: Operation,
  providers: readonly string[],
): readonly (Parameter | { readonly $ref: string })[] => [
  ...inPath(path, providers),
  ...inQuery(query),
  ...inCookies(reads),
  { $ref: '#/components/parameters/AcceptLanguage' },
]

/** The parameters that all operations share. */
export const sharedParameters: Readonly<Record<string, Parameter>> = {
  AcceptLanguage: {
    name: 'accept-language',
    in: 'header',
    required: false,
    description: 'The language of texts: Korean, unless the header prefers English.',
    schema: text,
  },
}

/** The body of an operation: one of its forms. */
export function requestBodyOf({ body, form, otherBodies = {} }: Operation) {
  if (body === undefined) return {}
  const [only, ...others] = body.map(sentSchema)
  const schema = others.length === 0 ? only : { anyOf: [only, ...others] }
  const type = form ? formType : 'application/json'
  // An empty body counts as `{}`.
  const isRequired = !body.every((each) => isEmptyAllowed(sentSchema(each)))
  const further = Object.entries(otherBodies).map(([other, schema]) => [other, { schema }] as const)
  const content = { [type]: { schema }, ...Object.fromEntries(further) }
  return { requestBody: { required: isRequired, content } }
}

const isEmptyAllowed = ({ required, additionalProperties }: JsonSchema): boolean =>
  additionalProperties === false && (!Array.isArray(required) || required.length === 0)

/** What a response's cookies are for. */
export const cookieHeader = (kinds: readonly CookieKind[] = []) =>
  kinds.length === 0
    ? {}
    : {
        headers: {
          'Set-Cookie': {
            description: kinds.map((kind) => cookies[kind].join(': ')).join('. '),
            schema: text,
          },
        },
      }
