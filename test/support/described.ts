import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { openapi } from '../../lib/http/openapi/openapi.ts'

/** One request with its response, as a client saw them. */
export interface Exchange {
  readonly method: string
  readonly path: string
  /** The JSON of the request; undefined for another body, or none. */
  readonly sent: unknown
  readonly status: number
  readonly contentType: string
  readonly received: unknown
}

const described = openapi('https://auth.example.com')
const key = 'openapi'
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(described, key)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The value at the names, one within the other. */
const within = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce((inner: unknown, name) => (isRecord(inner) ? inner[name] : undefined), value)

/** The described paths, each with what an address of it looks like. Literal names come before parameters. */
const templates = Object.keys(described.paths)
  .toSorted((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
  .map((path) => ({
    path,
    shape: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))

/** The described path that an address belongs to. */
const describedPath = (address: string): string | undefined =>
  templates.find(({ shape }) => shape.test(address))?.path

const compiled = new Map<string, ValidateFunction | undefined>()

/** The check of the schema at the names of the document. Compiled once. */
function checkAt(...names: readonly string[]): ValidateFunction | undefined {
  const pointer = names
    .map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/')
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.getSchema(`${key}#/${pointer}`))
  return compiled.get(pointer)
}

function faultsAt(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const check = checkAt(...names)
  if (check === undefined) return [`nothing is described at ${names.join(' ')}`]
  return check(value) ? [] : (check.errors ?? [])
}

/** The faults of a value by a named schema of the document. */
export const faultsOfSchema = (name: string, value: unknown): readonly unknown[] =>
  faultsAt(value, 'components', 'schemas', name)

function responseFaults(operation: readonly string[], exchange: Exchange): readonly unknown[] {
  const { status, contentType, received } = exchange
  if (status >= 400) {
    return contentType.startsWith('application/problem+json') ? faultsOfSchema('Problem', received) : []
  }
  const response = within(described, ...operation, 'responses', String(status))
  if (response === undefined) return [`the status ${status} is not described`]
  if (within(response, 'content') === undefined) return []
  return faultsAt(
    received,
    ...operation,
    ...['responses', String(status), 'content', 'application/json', 'schema'],
  )
}

function requestFaults(operation: readonly string[], { sent, status }: Exchange): readonly unknown[] {
  // What the API accepts is described; what it refuses need not be.
  if (sent === undefined || status >= 400) return []
  const schema = ['requestBody', 'content', 'application/json', 'schema']
  if (within(described, ...operation, ...schema) === undefined) return []
  return faultsAt(sent, ...operation, ...schema)
}

/** How an exchange differs from the description of the API. Paths outside the API have no faults. */
export function exchangeFaults(exchange: Exchange): readonly unknown[] {
  const path = describedPath(exchange.path)
  if (path === undefined) return []
  const operation = ['paths', path, exchange.method.toLowerCase()]
  if (within(described, ...operation) === undefined) return []
  return [...requestFaults(operation, exchange), ...responseFaults(operation, exchange)]
}
