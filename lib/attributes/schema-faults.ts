type Schema = Readonly<Record<string, unknown>>

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The format of a key from `POST /uploads`. */
export const uploadFormat = 'ieum-upload'

const maxAttributes = 50
/** The body reader leaves out names that could reach a prototype, whatever a schema says. */
const isReserved = (name: string): boolean => name in Object.prototype || name === 'prototype'

/** The reason to refuse an attribute's name; undefined for a sound one. */
function nameFault(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name))
    return 'the name must start with a letter and contain only letters, digits and _, at most 64'
  return isReserved(name) ? 'JavaScript reserves this name' : undefined
}

/** The keywords that contain schemas: by name, in a list, or one. */
const named = ['properties', '$defs', 'dependentSchemas']
const listed = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const single = ['items', 'contains', 'not', 'if', 'then', 'else']

/** The keywords that declare a value's type. */
const typeKeywords = ['type', 'enum', 'const', '$ref', 'allOf', 'anyOf', 'oneOf']

interface LocatedSchema {
  readonly path: string
  readonly schema: Schema
}

/** The direct subschemas of a schema, each with its path. */
function subschemasOf({ path, schema }: LocatedSchema): readonly LocatedSchema[] {
  const at = (keyword: string, value: unknown): readonly LocatedSchema[] =>
    isSchema(value) ? [{ path: `${path}/${keyword}`, schema: value }] : []
  return [
    ...named.flatMap((keyword) => {
      const all = schema[keyword]
      return isSchema(all) ? Object.entries(all).flatMap(([name, one]) => at(`${keyword}/${name}`, one)) : []
    }),
    ...listed.flatMap((keyword) => {
      const all = schema[keyword]
      return Array.isArray(all) ? all.flatMap((one, index) => at(`${keyword}/${index}`, one)) : []
    }),
    ...single.flatMap((keyword) => at(keyword, schema[keyword])),
  ]
}

const allSchemasIn = (placed: LocatedSchema): readonly LocatedSchema[] => [
  placed,
  ...subschemasOf(placed).flatMap(allSchemasIn),
]

const holdsObjects = ({ type }: Schema): boolean => [type].flat().includes('object')
const isClosed = (schema: Schema): boolean =>
  schema['additionalProperties'] === false || schema['unevaluatedProperties'] === false

/** The names of the attributes that hold one upload key or a list of them. */
export function uploadAttributes(schema: Schema): readonly string[] {
  const { properties } = schema
  if (!isSchema(properties)) return []
  const holds = (one: unknown): boolean =>
    isSchema(one) && (one['format'] === uploadFormat || holds(one['items']))
  return Object.entries(properties).flatMap(([name, one]) => (holds(one) ? [name] : []))
}

function faultsOf({ path, schema }: LocatedSchema): readonly string[] {
  const faults: string[] = []
  if (holdsObjects(schema) && !isClosed(schema)) faults.push('must set "additionalProperties": false')
  if (schema['patternProperties'] !== undefined)
    faults.push('must name its properties instead of using patternProperties')
  if (schema['$async'] !== undefined) faults.push('must not be $async')
  const isValue = /\/(?:properties\/[^/]+|items)$/.test(path)
  if (isValue && !typeKeywords.some((keyword) => schema[keyword] !== undefined))
    faults.push('must declare its type')
  const isOwnUpload = /^\/properties\/[^/]+(?:\/items)?$/.test(path)
  if (schema['format'] === uploadFormat && !isOwnUpload) {
    faults.push(`only an attribute or its list items may have the format ${uploadFormat}`)
  }
  return faults.map((fault) => `${path === '' ? '(whole)' : path}: ${fault}`)
}

/**
 * The reasons to refuse an attribute schema at start, each with its path; empty for a sound schema. Every
 * object must be closed at every depth, since clients could otherwise store anything.
 */
export function schemaFaults(schema: unknown): readonly string[] {
  if (!isSchema(schema) || schema['type'] !== 'object') return ['(whole): must be an object schema']
  const { properties } = schema
  if (!isSchema(properties)) return ['(whole): must have properties']
  const names = Object.keys(properties)
  return [
    ...(names.length > maxAttributes ? [`/properties: must have at most ${maxAttributes} entries`] : []),
    ...names.flatMap((name) => {
      const fault = nameFault(name)
      return fault === undefined ? [] : [`/properties/${name}: ${fault}`]
    }),
    ...allSchemasIn({ path: '', schema }).flatMap(faultsOf),
  ]
}

/** The names of the required attributes. */
export const requiredOf = ({ required }: Schema): readonly string[] =>
  Array.isArray(required) ? required.map(String) : []
