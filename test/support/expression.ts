/**
 * The known attributes of an item: a known value, `undefined` for an absent attribute, and no key for an attribute
 * with any value.
 */
export type Known = Readonly<Record<string, unknown>>

/** The value of a present attribute, which may be any value. */
export const present = Symbol('present')

/** The expressions of a write, with the placeholders of the document client. */
export interface Expressions {
  readonly ConditionExpression?: string
  readonly UpdateExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>
}

/** The value of an operand. An unknown one has any value. `maybe` says that it may also be absent. */
type Operand =
  | { readonly unknown: true; readonly maybe: boolean }
  | { readonly unknown: false; readonly value: unknown }

const anything: Operand = { unknown: true, maybe: true }
const someValue: Operand = { unknown: true, maybe: false }
const token = /#\w+(?:\.#\w+)*|:\w+|\w+|<>|<=|>=|[=<>(),]/g

const compare = (left: unknown, operator: string, right: unknown): boolean => {
  if (operator === '=') return left === right
  if (typeof left !== 'number' || typeof right !== 'number') return false
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  if (operator === '>') return left > right
  if (operator === '>=') return left >= right
  throw new Error(`The operator ${operator} is not understood`)
}

/** Reads a condition from left to right. `item` is undefined where there is none. */
class Reader {
  readonly #tokens: readonly string[]
  readonly #item: Known | undefined
  readonly #names: Readonly<Record<string, string>>
  readonly #values: Readonly<Record<string, unknown>>
  #at = 0

  constructor(given: Expressions, item: Known | undefined) {
    this.#tokens = given.ConditionExpression?.match(token) ?? []
    this.#item = item
    this.#names = given.ExpressionAttributeNames ?? {}
    this.#values = given.ExpressionAttributeValues ?? {}
  }

  whole(): boolean {
    const holds = this.#tokens.length === 0 || this.#either()
    if (this.#at < this.#tokens.length) throw new Error(`Nothing follows ${this.#tokens[this.#at]}`)
    return holds
  }

  #next(expected?: string): string {
    const word = this.#tokens[this.#at]
    if (word === undefined || (expected !== undefined && word !== expected)) {
      throw new Error(`A condition has ${word} where ${expected ?? 'more'} is expected`)
    }
    this.#at += 1
    return word
  }

  #follows(word: string): boolean {
    if (this.#tokens[this.#at] !== word) return false
    this.#at += 1
    return true
  }

  #either(): boolean {
    let holds = this.#both()
    while (this.#follows('OR')) holds = this.#both() || holds
    return holds
  }

  #both(): boolean {
    let holds = this.#one()
    while (this.#follows('AND')) holds = this.#one() && holds
    return holds
  }

  #one(): boolean {
    if (this.#follows('(')) {
      const holds = this.#either()
      this.#next(')')
      return holds
    }
    const word = this.#tokens[this.#at] ?? ''
    if (/^attribute_(not_)?exists$|^contains$/.test(word)) return this.#call(this.#next())
    return this.#comparison(this.#operand())
  }

  #call(name: string): boolean {
    this.#next('(')
    const operand = this.#operand()
    if (name === 'contains') {
      this.#next(',')
      this.#operand()
    }
    this.#next(')')
    const mayBeAbsent = operand.unknown ? operand.maybe : operand.value === undefined
    return name === 'attribute_not_exists' ? mayBeAbsent : operand.unknown || operand.value !== undefined
  }

  #comparison(left: Operand): boolean {
    if (!this.#follows('IN')) {
      const operator = this.#next()
      const right = this.#operand()
      return left.unknown || right.unknown || compare(left.value, operator, right.value)
    }
    this.#next('(')
    const options = [this.#operand()]
    while (this.#follows(',')) options.push(this.#operand())
    this.#next(')')
    return options.some((option) => left.unknown || option.unknown || left.value === option.value)
  }

  #operand(): Operand {
    const word = this.#next()
    if (word === 'size') {
      this.#next('(')
      const of = this.#operand()
      this.#next(')')
      return of.unknown || of.value !== undefined ? anything : of
    }
    if (word.startsWith(':')) return { unknown: false, value: this.#values[word] }
    const [top = '', ...inner] = word.split('.').map((name) => this.#names[name] ?? name)
    if (this.#item === undefined) return { unknown: false, value: undefined }
    if (!(top in this.#item)) return anything
    const value = this.#item[top]
    if (value === present) return inner.length > 0 ? anything : someValue
    return inner.length > 0 && value !== undefined ? anything : { unknown: false, value }
  }
}

/**
 * Takes a write's expressions and the known attributes of an item. Gives whether the condition may hold for the item.
 */
export const mayHold = (given: Expressions, item: Known | undefined): boolean =>
  new Reader(given, item).whole()

const clause = (text: string, verb: string): string =>
  text.match(new RegExp(`\\b${verb} (.*?)(?= (?:SET|REMOVE|ADD|DELETE) |$)`))?.[1] ?? ''

/** Takes a write's expressions. Gives the attributes that the update sets, adds to and removes. */
export function changesOf({
  UpdateExpression = '',
  ExpressionAttributeNames: names = {},
  ExpressionAttributeValues: values = {},
}: Expressions) {
  const assignments = clause(UpdateExpression, 'SET').matchAll(
    /(#\w+)((?:\.#\w+)*) = (?:if_not_exists\([^,]+, )?(:\w+)/g,
  )
  const set = new Map<string, unknown>()
  for (const [, top = '', inner, value = ''] of assignments) {
    if (inner === '') set.set(names[top] ?? top, values[value])
  }
  const removed = clause(UpdateExpression, 'REMOVE').match(/#\w+/g) ?? []
  const added = clause(UpdateExpression, 'ADD').match(/#\w+/g) ?? []
  const nameOf = (name: string): string => names[name] ?? name
  return { set, added: added.map(nameOf), removed: removed.map(nameOf) }
}

/** Takes a write's expressions and the known attributes of an item. Gives the known attributes after the update. */
export function updated(given: Expressions, item: Known | undefined): Known {
  const { set, removed } = changesOf(given)
  return {
    ...item,
    ...Object.fromEntries(set),
    ...Object.fromEntries(removed.map((name) => [name, undefined])),
  }
}
