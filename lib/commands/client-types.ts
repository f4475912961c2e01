import type { openapi } from '../http/openapi/openapi.ts'

type Document = ReturnType<typeof openapi>

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const plain: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

/** The TypeScript type of a JSON Schema, as far as our schemas go. */
function typeOf(schema: unknown): string {
  if (!isRecord(schema)) return 'unknown'
  const { $ref, const: only, enum: some, oneOf, anyOf, type, items } = schema
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1)
  if (only !== undefined) return literal(only)
  if (Array.isArray(some)) return some.map(literal).join(' | ')
  const choices = [...listIn(oneOf), ...listIn(anyOf)]
  if (choices.length > 0) return choices.map((one) => choiceOf(one, choices)).join(' | ')
  if (type === 'array') return `readonly (${typeOf(items)})[]`
  if (type === 'object') return objectType(schema)
  return plain[String(type)] ?? 'unknown'
}

/** Any other text beside texts that are named, so that an editor still offers those. */
const openText = '(string & Record<never, never>)'

function choiceOf(schema: unknown, all: readonly unknown[]): string {
  const type = typeOf(schema)
  const namesTexts = all.some((one) => isRecord(one) && Array.isArray(one['enum']))
  return type === 'string' && namesTexts ? openText : type
}

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value)

function objectType({
  properties,
  required,
  additionalProperties,
}: Readonly<Record<string, unknown>>): string {
  if (!isRecord(properties)) {
    const values = isRecord(additionalProperties) ? typeOf(additionalProperties) : 'unknown'
    return `Readonly<Record<string, ${values}>>`
  }
  const needed = listIn(required)
  const fields = Object.entries(properties).map(
    ([name, schema]) => `  readonly ${name}${needed.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  return fields.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${fields.join('\n')}\n}`
}

/** The bodies that a client sends, by `METHOD /path`. */
function bodiesOf({ paths }: Document): readonly string[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      if (!('requestBody' in operation)) return []
      const schema = operation.requestBody?.content['application/json']?.schema
      return schema === undefined ? [] : [`  '${method.toUpperCase()} ${path}': ${typeOf(schema)}`]
    }),
  )
}

/** The types of the client as TypeScript, from the description of the API. */
export function clientTypes(document: Document): string {
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)}\n`,
  )
  const bodies = bodiesOf(document).join('\n')
  return [
    '/* Made from /openapi.json by `npm run client-types`. */\n',
    ...schemas,
    `/** The body of each request. */\nexport interface Bodies {\n${bodies}\n}\n`,
  ].join('\n')
}
