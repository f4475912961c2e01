import { UnusableResult } from './unusable-result.ts'

/** Deeper than anything that is meant. */
const maxDepth = 16

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(Object(prototype)) === null
}

/**
 * A copy of a value that consists of JSON alone (RFC 8259). A property that is undefined is absent. Throws `UnusableResult` for
 * anything that JSON would change or lose: a date, a function, a class, a number that is not finite.
 */
function jsonCopy(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) throw new UnusableResult('the result is nested too deeply')
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (Array.isArray(value)) return value.map((item) => jsonCopy(item, depth + 1))
  if (typeof value === 'object' && isPlain(value)) return objectCopy(value, depth)
  throw new UnusableResult(`the result holds a ${typeof value} that JSON cannot hold`)
}

/** A copy of an object of JSON. Throws `UnusableResult` for anything else. */
export function jsonObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !isPlain(value)) {
    throw new UnusableResult('the result is no object')
  }
  return objectCopy(value, 0)
}

const objectCopy = (value: object, depth: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, jsonCopy(part, depth + 1)]),
  )
