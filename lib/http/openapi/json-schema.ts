import { providerIds } from '../../domain/values/identity.ts'

/** A JSON Schema (2020-12), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>

const text: JsonSchema = { type: 'string' }
const truth: JsonSchema = { type: 'boolean' }
const seconds: JsonSchema = { type: 'integer', description: 'Seconds.' }
const moment: JsonSchema = { type: 'string', format: 'date-time' }
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
/** A reference to a named schema of the document. */
export const schemaNamed = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** A closed object. A name with a trailing `?` is optional. */
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => {
  const entries = Object.entries(properties)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, shape]) => [name.replace(/\?$/, ''), shape])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  }
}

const provider: JsonSchema = { enum: providerIds }
const identity = object({ provider, subject: text })
const bearer = { accessToken: text, tokenType: { const: 'Bearer' }, expiresIn: seconds }

/** The parts that schemas are made of. */
export const schemaParts = {
  text,
  truth,
  seconds,
  moment,
  listOf,
  object,
  provider,
  identity,
  bearer,
} as const
