type Schema = Readonly<Record<string, unknown>>

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The format of a key that `POST /uploads` gave. */
export const uploadFormat = 'ieum-upload'

const maxAttributes = 50
/** A body with a name of every object's prototype is refused, whatever a schema says. */
const isAttributeName = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name) && !(name in Object.prototype)

/** Keywords that hold schemas: by name, in a list, or one. */
const named = ['properties', '$defs', 'dependentSchemas']
const listed = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const single = ['items', 'contains', 'not', 'if', 'then', 'else']

/** Keywords by which a schema says what a value is. */
const saysWhat = ['type', 'enum', 'const', '$ref', 'allOf', 'anyOf', 'oneOf']

interface Placed {
  readonly path: string
  readonly schema: Schema
}

/** The schemas inside a schema, each with where it is. */
function inside({ path, schema }: Placed): readonly Placed[] {
  const at = (keyword: string, value: unknown): readonly Placed[] =>
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

const everything = (placed: Placed): readonly Placed[] => [placed, ...inside(placed).flatMap(everything)]

const holdsObjects = ({ type }: Schema): boolean => [type].flat().includes('object')
const isClosed = (schema: Schema): boolean =>
  schema['additionalProperties'] === false || schema['unevaluatedProperties'] === false

/** The names of attributes that hold keys of uploads: one key, or a list of them. */
export function uploadAttributes(schema: Schema): readonly string[] {
  const { properties } = schema
  if (!isSchema(properties)) return []
  const holds = (one: unknown): boolean =>
    isSchema(one) && (one['format'] === uploadFormat || holds(one['items']))
  return Object.entries(properties).flatMap(([name, one]) => (holds(one) ? [name] : []))
}

function faultsOf({ path, schema }: Placed): readonly string[] {
  const faults: string[] = []
  if (holdsObjects(schema) && !isClosed(schema)) faults.push('must say "additionalProperties": false')
  if (schema['patternProperties'] !== undefined) faults.push('must name its properties, not match them')
  if (schema['$async'] !== undefined) faults.push('must not be $async')
  const isValue = /\/(?:properties\/[^/]+|items)$/.test(path)
  if (isValue && !saysWhat.some((keyword) => schema[keyword] !== undefined)) faults.push('must say its type')
  const isOwnUpload = /^\/properties\/[^/]+(?:\/items)?$/.test(path)
  if (schema['format'] === uploadFormat && !isOwnUpload) {
    faults.push(`must be an attribute itself, or a list, to have the format ${uploadFormat}`)
  }
  return faults.map((fault) => `${path === '' ? '(whole)' : path}: ${fault}`)
}

/**
 * Why a schema of attributes must be refused at start; empty when it is sound. Whatever it does not name must be
 * unknown, at every depth: or a client could store anything.
 */
export function schemaFaults(schema: unknown): readonly string[] {
  if (!isSchema(schema) || schema['type'] !== 'object') return ['(whole): must be a schema of an object']
  const { properties } = schema
  if (!isSchema(properties)) return ['(whole): must have properties']
  const names = Object.keys(properties)
  return [
    ...(names.length > maxAttributes ? [`/properties: must be at most ${maxAttributes}`] : []),
    ...names.flatMap((name) =>
      isAttributeName(name) ? [] : [`/properties/${name}: must be named by a letter, letters and digits`],
    ),
    ...everything({ path: '', schema }).flatMap(faultsOf),
  ]
}

/** The names that a schema requires. */
export const requiredOf = ({ required }: Schema): readonly string[] =>
  Array.isArray(required) ? required.map(String) : []
