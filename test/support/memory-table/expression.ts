import type { Attribute, TableItem } from '../../../lib/store/table/expressions.ts'

/** The placeholders of an expression. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, Attribute>>
}

type Value = Attribute | undefined
/** A part of an expression, compiled: gives its value for an item and placeholders. */
type Part<Result> = (item: TableItem | undefined, given: Placeholders) => Result

const token = /#\w+(?:\.#\w+)*|:\w+|\w+|<>|<=|>=|[=<>(),+]/g

/** Whether an attribute is a map. */
export const isMap = (value: Value): value is { readonly [name: string]: Attribute } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set)

/** The attribute names of a path such as `#email.#verified`. */
export const pathOf = (text: string, { ExpressionAttributeNames = {} }: Placeholders): readonly string[] =>
  text.split('.').map((name) => ExpressionAttributeNames[name] ?? name)

/** The value at a path of an item; undefined where there is none. */
export function valueAt(item: TableItem | undefined, path: readonly string[]): Value {
  let value: Value = item
  for (const name of path) value = isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return value
}

/** Whether two attributes are equal: sets by their members, other types by their JSON. */
function sameValue(a: Value, b: Value): boolean {
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((one) => b.has(one))
  if (typeof a !== 'object' || typeof b !== 'object') return a === b
  return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b)
}

const isOrdered = (a: Value, b: Value, test: (order: number) => boolean): boolean => {
  if (typeof a === 'number' && typeof b === 'number') return test(a - b)
  if (typeof a === 'string' && typeof b === 'string') return test(a < b ? -1 : a > b ? 1 : 0)
  return false
}

const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  '=': (a, b) => a !== undefined && sameValue(a, b),
  '<>': (a, b) => !sameValue(a, b),
  '<': (a, b) => isOrdered(a, b, (order) => order < 0),
  '<=': (a, b) => isOrdered(a, b, (order) => order <= 0),
  '>': (a, b) => isOrdered(a, b, (order) => order > 0),
  '>=': (a, b) => isOrdered(a, b, (order) => order >= 0),
}

const contains = (whole: Value, part: Value): boolean => {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part)
  if (whole instanceof Set) return typeof part === 'string' && whole.has(part)
  return Array.isArray(whole) && whole.some((one) => sameValue(one, part))
}

const sizeOf = (value: Value): Value => {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (value instanceof Set) return value.size
  if (Array.isArray(value)) return value.length
  return isMap(value) ? Object.keys(value).length : undefined
}

const functions: Readonly<Record<string, (first: Value, second: Value) => boolean>> = {
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  contains,
  begins_with: (value, start) =>
    typeof value === 'string' && typeof start === 'string' && value.startsWith(start),
}

/** Reads the tokens of an expression from left to right. */
export class Reader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#tokens = text.match(token) ?? []
  }

  get isDone(): boolean {
    return this.#at >= this.#tokens.length
  }

  peek(): string {
    return this.#tokens[this.#at] ?? ''
  }

  next(expected?: string): string {
    const word = this.peek()
    if (word === '' || (expected !== undefined && word !== expected)) {
      throw new Error(`The expression has "${word}" where ${expected ?? 'more'} is expected`)
    }
    this.#at += 1
    return word
  }

  follows(word: string): boolean {
    if (this.peek() !== word) return false
    this.#at += 1
    return true
  }
}

/** Reads a path or a value. */
function readOperand(reader: Reader): Part<Value> {
  const word = reader.next()
  if (word === 'size') {
    reader.next('(')
    const of = readOperand(reader)
    reader.next(')')
    return (item, given) => sizeOf(of(item, given))
  }
  if (word.startsWith(':')) return (_, { ExpressionAttributeValues = {} }) => ExpressionAttributeValues[word]
  return (item, given) => valueAt(item, pathOf(word, given))
}

function readList(reader: Reader): readonly Part<Value>[] {
  reader.next('(')
  const parts = [readOperand(reader)]
  while (reader.follows(',')) parts.push(readOperand(reader))
  reader.next(')')
  return parts
}

function readComparison(reader: Reader): Part<boolean> {
  const left = readOperand(reader)
  if (reader.follows('IN')) {
    const options = readList(reader)
    return (item, given) =>
      options.some((option) => comparisons['=']?.(left(item, given), option(item, given)) === true)
  }
  if (reader.follows('BETWEEN')) {
    const from = readOperand(reader)
    reader.next('AND')
    const to = readOperand(reader)
    return (item, given) =>
      isOrdered(left(item, given), from(item, given), (order) => order >= 0) &&
      isOrdered(left(item, given), to(item, given), (order) => order <= 0)
  }
  const operator = reader.next()
  const compare = comparisons[operator]
  if (compare === undefined) throw new Error(`The operator ${operator} is unknown`)
  const right = readOperand(reader)
  return (item, given) => compare(left(item, given), right(item, given))
}

function readOne(reader: Reader): Part<boolean> {
  if (reader.follows('NOT')) {
    const one = readOne(reader)
    return (item, given) => !one(item, given)
  }
  if (reader.follows('(')) {
    const inner = readEither(reader)
    reader.next(')')
    return inner
  }
  const call = functions[reader.peek()]
  if (call === undefined) return readComparison(reader)
  reader.next()
  const [first, second] = readList(reader)
  return (item, given) => call(first?.(item, given), second?.(item, given))
}

function readBoth(reader: Reader): Part<boolean> {
  const parts = [readOne(reader)]
  while (reader.follows('AND')) parts.push(readOne(reader))
  return (item, given) => parts.every((part) => part(item, given))
}

function readEither(reader: Reader): Part<boolean> {
  const parts = [readBoth(reader)]
  while (reader.follows('OR')) parts.push(readBoth(reader))
  return (item, given) => parts.some((part) => part(item, given))
}

const compiled = new Map<string, Part<boolean>>()

/** Compiles a condition, once for each text. */
export function conditionOf(text: string): Part<boolean> {
  const known = compiled.get(text)
  if (known !== undefined) return known
  const reader = new Reader(text)
  const condition = readEither(reader)
  if (!reader.isDone) throw new Error(`Nothing follows at "${reader.peek()}" in ${text}`)
  compiled.set(text, condition)
  return condition
}
