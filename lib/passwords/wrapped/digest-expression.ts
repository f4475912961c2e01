import { createHash } from 'node:crypto'

/**
 * How an old system made a digest, as its code says it: `sha256(salt+password)`, `md5(md5(password)+salt)`. A digest is
 * hex text in small letters, as in PHP. Besides the four digests there are `unhex(…)`, `upper(…)`, `utf16le(…)`, text
 * in quotes, and `sha256x1024(…)`, which hashes the bytes again and again.
 */
export type DigestExpression =
  | { readonly kind: 'salt' | 'password' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'joined'; readonly parts: readonly DigestExpression[] }
  | { readonly kind: 'applied'; readonly name: string; readonly times: number; readonly to: DigestExpression }

const digests = ['md5', 'sha1', 'sha256', 'sha512'] as const
const conversions = ['unhex', 'upper', 'utf16le'] as const
const isKnown = (name: string): boolean => [...digests, ...conversions].some((known) => known === name)

const max = { length: 200, times: 100_000 } as const
const token = /\s*(?:(\w+)|"([^"]*)"|([()+]))/gy

/** A reader of one expression, token by token. */
class ExpressionReader {
  readonly #tokens: readonly RegExpExecArray[]
  #at = 0
  constructor(tokens: readonly RegExpExecArray[]) {
    this.#tokens = tokens
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length
  }

  /** Terms joined by `+`. */
  readSum(): DigestExpression | undefined {
    const parts: DigestExpression[] = []
    do {
      const part = this.#readTerm()
      if (part === undefined) return undefined
      parts.push(part)
    } while (this.#skip('+'))
    const [only] = parts
    return parts.length === 1 ? only : { kind: 'joined', parts }
  }

  #skip(sign: string): boolean {
    if (this.#tokens[this.#at]?.[3] !== sign) return false
    this.#at += 1
    return true
  }

  #readTerm(): DigestExpression | undefined {
    const [, word, text] = this.#tokens[this.#at] ?? []
    this.#at += 1
    if (text !== undefined) return { kind: 'text', text }
    if (word === 'salt' || word === 'password') return { kind: word }
    return word === undefined ? undefined : this.#readCall(word)
  }

  #readCall(word: string): DigestExpression | undefined {
    const [, name = '', times = '1'] = /^([a-z]+\d*?(?:16le)?)(?:x(\d{1,6}))?$/.exec(word) ?? []
    if (!isKnown(name) || !(Number(times) >= 1 && Number(times) <= max.times) || !this.#skip('('))
      return undefined
    const to = this.readSum()
    return to !== undefined && this.#skip(')')
      ? { kind: 'applied', name, times: Number(times), to }
      : undefined
  }
}

const tokensOf = (text: string): readonly RegExpExecArray[] | undefined => {
  const tokens = [...text.matchAll(token)]
  const last = tokens.at(-1)
  const end = last === undefined ? 0 : last.index + last[0].length
  return text.slice(end).trim() === '' ? tokens : undefined
}

/** Reads an expression. Undefined for an unknown one, and for one that hashes no password. */
export function readDigestExpression(written: string): DigestExpression | undefined {
  const text = /^\w+$/.test(written.trim()) ? `${written.trim()}(password)` : written
  const tokens = text.length > max.length ? undefined : tokensOf(text)
  const reader = new ExpressionReader(tokens ?? [])
  const expression = reader.readSum()
  if (expression?.kind !== 'applied' || !reader.isAtEnd || !mentions(expression, 'password')) return undefined
  return digests.some((digest) => digest === expression.name) ? expression : undefined
}

/** Whether an expression has the salt or the password in it. */
export function mentions(expression: DigestExpression, what: 'salt' | 'password'): boolean {
  switch (expression.kind) {
    case 'salt':
    case 'password':
      return expression.kind === what
    case 'text':
      return false
    case 'joined':
      return expression.parts.some((part) => mentions(part, what))
    case 'applied':
      return mentions(expression.to, what)
    default:
      return expression satisfies never
  }
}

function applied(name: string, times: number, bytes: Buffer): Buffer {
  switch (name) {
    case 'unhex':
      return Buffer.from(bytes.toString('latin1'), 'hex')
    case 'upper':
      return Buffer.from(bytes.toString('utf8').toUpperCase())
    case 'utf16le':
      return Buffer.from(bytes.toString('utf8'), 'utf16le')
    default: {
      let digest = bytes
      for (let round = 0; round < times; round += 1) digest = createHash(name).update(digest).digest()
      return Buffer.from(digest.toString('hex'))
    }
  }
}

/** The bytes that an expression gives. A digest is hex text. */
export function evaluateDigest(expression: DigestExpression, salt: string, password: string): Buffer {
  switch (expression.kind) {
    case 'salt':
      return Buffer.from(salt)
    case 'password':
      return Buffer.from(password)
    case 'text':
      return Buffer.from(expression.text)
    case 'joined':
      return Buffer.concat(expression.parts.map((part) => evaluateDigest(part, salt, password)))
    case 'applied':
      return applied(expression.name, expression.times, evaluateDigest(expression.to, salt, password))
    default:
      return expression satisfies never
  }
}
