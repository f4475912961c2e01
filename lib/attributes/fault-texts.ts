import type { Bilingual } from '../domain/values/locale.ts'
import type { SchemaError } from './compiled-attributes.ts'
import { isWrongValue, type WrongValue, wrongValueText } from './fault-table.ts'

export type { WrongValue } from './fault-table.ts'

/** The fault of each keyword of JSON Schema (2020-12). `type` and `format` have one for each of their values. */
const byKeyword: Readonly<Record<string, WrongValue>> = {
  required: 'missing',
  dependentRequired: 'missing',
  additionalProperties: 'unknown',
  unevaluatedProperties: 'unknown',
  propertyNames: 'unknown',
  enum: 'offered',
  const: 'only',
  minLength: 'least_characters',
  maxLength: 'most_characters',
  minItems: 'least_entries',
  contains: 'least_entries',
  maxItems: 'most_entries',
  items: 'most_entries',
  minProperties: 'least_fields',
  maxProperties: 'most_fields',
  uniqueItems: 'twice',
  minimum: 'minimum',
  maximum: 'maximum',
  exclusiveMinimum: 'above',
  exclusiveMaximum: 'below',
  multipleOf: 'multiple',
  pattern: 'format',
  not: 'forbidden',
  'false schema': 'forbidden',
}

const byFormat: Readonly<Record<string, WrongValue>> = {
  date: 'date',
  uri: 'address',
  'ieum-upload': 'upload',
}

/** The first of the types that a value may have: a form has one. */
const typeFault = (type: unknown): WrongValue => {
  const [first] = [type].flat()
  return typeof first === 'string' && isWrongValue(first) ? first : 'format'
}

function attributeFault({ keyword, params }: SchemaError): WrongValue {
  if (keyword === 'type') return typeFault(params['type'])
  if (keyword === 'format') return byFormat[String(params['format'])] ?? 'format'
  if (keyword === 'minLength' && params['limit'] === 1) return 'empty'
  return byKeyword[keyword] ?? 'format'
}

/** The text of an attribute's fault for the person who fills in a form. It never contains the value. */
export const faultText = (error: SchemaError): Bilingual => {
  const { limit, multipleOf, minContains } = error.params
  return wrongValueText(attributeFault(error), { n: limit ?? multipleOf ?? minContains })
}

/** A fault of the input, in Valibot's form. A schema names its own kind of fault as its message. */
interface InputIssue {
  readonly type: string
  readonly message: string
  readonly expected: string | null
  readonly received: string
  readonly input: unknown
  readonly requirement?: unknown
}

const byType: Readonly<Record<string, WrongValue>> = {
  string: 'string',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
  strict_object: 'object',
  record: 'object',
  non_empty: 'empty',
  min_value: 'minimum',
  max_value: 'maximum',
  parse_json: 'json',
  uuid: 'uuid',
}

/** The values that a schema offers: `("a" | "b")`, `"a"`, `true`. */
function offered(expected: string | null): Bilingual {
  const values = (expected?.match(/"[^"]*"|\btrue\b|\bfalse\b/g) ?? []).map((one) => one.replaceAll('"', ''))
  if (values.length === 0) return wrongValueText('format')
  if (values.toSorted().join() === 'false,true') return wrongValueText('boolean')
  return wrongValueText(values.length === 1 ? 'exact' : 'listed', { list: values.join(', ') })
}

/** The text of a fault of the input. It says what the schema expects, and contains no part of the input. */
export function inputText(issue: InputIssue): Bilingual {
  const { type, message, expected, received, input, requirement } = issue
  const isList = Array.isArray(input)
  if (expected === 'never') return wrongValueText('unknown')
  if (received === 'undefined') return wrongValueText('missing')
  if (isWrongValue(message)) return wrongValueText(message)
  if (type === 'min_length' && requirement === 1) return wrongValueText('empty')
  if (type === 'min_length')
    return wrongValueText(isList ? 'least_entries' : 'least_characters', { n: requirement })
  if (type === 'max_length')
    return wrongValueText(isList ? 'most_entries' : 'most_characters', { n: requirement })
  const kind = expected === 'Object' ? 'object' : byType[type]
  return kind === undefined ? offered(expected) : wrongValueText(kind, { n: requirement })
}
