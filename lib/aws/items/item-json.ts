import { convertToAttr, convertToNative } from '@aws-sdk/util-dynamodb'

/*
 * Items in DynamoDB's own JSON (DynamoDB API, AttributeValue). The SDK's `marshall` builds an object for each value, asking what it
 * may be, and `JSON.stringify` reads them all again. What rows hold is written as text at once; anything else, and every error, is
 * left to the SDK's converters.
 */

type Wire = Parameters<typeof convertToNative>[0]

const options = { removeUndefinedValues: true }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Whether something is an object as JSON has it, of no class. */
function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const isTexts = (values: readonly unknown[]): boolean =>
  values.length > 0 && values.every((value) => typeof value === 'string')

/** The text of an attribute. Throws the SDK's error for what none can be. */
function attributeText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `{"S":${JSON.stringify(value)}}`
    case 'number':
      if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return `{"N":"${value}"}`
      break
    case 'boolean':
      return value ? '{"BOOL":true}' : '{"BOOL":false}'
    case 'object':
      return objectText(value)
  }
  return JSON.stringify(convertToAttr(value, options))
}

function objectText(value: object | null): string {
  if (value === null) return '{"NULL":true}'
  if (Array.isArray(value)) return `{"L":[${value.filter(isHeld).map(attributeText).join(',')}]}`
  if (isPlain(value)) return `{"M":${itemText(value)}}`
  const texts = value instanceof Set ? [...value] : []
  return isTexts(texts) ? `{"SS":${JSON.stringify(texts)}}` : JSON.stringify(convertToAttr(value, options))
}

/** What is absent, or is code, is left out. */
const isHeld = (value: unknown): boolean => value !== undefined && typeof value !== 'function'

/** The texts of attributes' names, of which our rows have few. */
const nameTexts = new Map<string, string>()

function nameText(name: string): string {
  const known = nameTexts.get(name)
  if (known !== undefined) return known
  const text = `${JSON.stringify(name)}:`
  if (nameTexts.size < 1000) nameTexts.set(name, text)
  return text
}

/** An item as text. Throws the SDK's error for a value that no attribute can have. */
export function itemText(item: Readonly<Record<string, unknown>>): string {
  let parts = ''
  for (const name in item) {
    const value = item[name]
    if (!isHeld(value)) continue
    if (parts !== '') parts += ','
    parts += nameText(name) + attributeText(value)
  }
  return `{${parts}}`
}

const isWire = (value: unknown): value is Wire => isObject(value)

/** The value of an attribute. Throws the SDK's error for what is none. */
function nativeOf(attribute: unknown): unknown {
  if (!isWire(attribute)) throw new Error('an attribute is an object')
  const { S, N, M, L, BOOL } = attribute
  if (typeof S === 'string') return S
  if (typeof N === 'string') return numberOf(attribute, N)
  if (isObject(M)) return itemOf(M)
  if (Array.isArray(L)) return L.map(nativeOf)
  return typeof BOOL === 'boolean' ? BOOL : convertToNative(attribute)
}

function numberOf(attribute: Wire, digits: string): unknown {
  const number = Number(digits)
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : convertToNative(attribute)
}

/** An item of a response. Throws the SDK's error for an attribute of no known type. */
export function itemOf(wire: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const item: Record<string, unknown> = {}
  for (const name in wire) {
    const value = nativeOf(wire[name])
    // An assignment to this name would give the item another prototype.
    if (name === '__proto__')
      Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true })
    else item[name] = value
  }
  return item
}
