import { parse } from 'lossless-json'

/** What `JSON.parse` tells of a value (ECMA-262, internalizing JSON properties). */
interface ParsedFrom {
  readonly source?: string
}

/** A string of JSON, and the colon behind it if it is a name. */
const strings = /"([^"\\]*(?:\\.[^"\\]*)*)"\s*(:?)/gs

/**
 * The names in valid JSON, repeated ones too. Not a number where one has an escape: `JSON.parse` of Node 24 reads it as a
 * backslash once such a name stood in its place (`findings/node-json-parse-renames-escaped-names.sh`).
 */
function namesIn(text: string): number {
  if (!text.includes('\\')) return namesWithoutEscapes(text)
  let count = 0
  for (const [, name = '', colon] of text.matchAll(strings)) {
    if (colon !== '') count += name.includes('\\') ? Number.NaN : 1
  }
  return count
}

/** The same for a text without a backslash: every other quotation mark ends a string. */
function namesWithoutEscapes(text: string): number {
  let count = 0
  for (let start = text.indexOf('"'); start >= 0; ) {
    const end = text.indexOf('"', start + 1)
    start = text.indexOf('"', end + 1)
    if (
      text
        .slice(end + 1, start < 0 ? undefined : start)
        .trimStart()
        .startsWith(':')
    )
      count += 1
  }
  return count
}

/** The names in a value. */
const namesOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  const parts: unknown[] = Object.values(value)
  let count = Array.isArray(value) ? 0 : parts.length
  for (const part of parts) count += namesOf(part)
  return count
}

/**
 * Reads JSON (RFC 8259). `numberOf` takes the text of a number; without it, a number is that of JavaScript. Throws an error for broken JSON, and for a name that occurs
 * twice with two values. The engine's own parser reads the text, and a parser in JavaScript only what repeats or escapes a
 * name: that one makes V8 load its optimizing compiler, 5 MB, in the first request of a function.
 */
export function parseStrictly(text: string, numberOf?: (digits: string) => unknown): unknown {
  const value: unknown = JSON.parse(text, numberOf && reviverOf(numberOf))
  return namesIn(text) === namesOf(value) ? value : parse(text, undefined, numberOf ?? Number)
}

const reviverOf =
  (numberOf: (digits: string) => unknown) =>
  (_: string, part: unknown, from?: ParsedFrom): unknown =>
    typeof part === 'number' && from?.source !== undefined ? numberOf(from.source) : part
