import { parseStrictly } from '../../../json/strict-json.ts'
import type { FaultText } from './fault-text.ts'
import { maxRecordLength, type TextChunk, tooLarge } from './text-chunks.ts'
import { UnusableFile } from './unusable-file.ts'

/** A line of a file, with its number and the position after the piece that holds it. */
export interface TextLine {
  readonly line: number
  readonly text: string
  readonly bytes: number
}

/** Reads the lines of a file that are not blank. Throws `UnfinishedFile` for a line that is too large. */
export async function* readLines(chunks: AsyncIterable<TextChunk>): AsyncGenerator<readonly TextLine[]> {
  let line = 0
  for await (const { text, bytes } of chunks) {
    const lines = text.split(/\r\n|\n|\r/)
    // What follows the last line end of a piece is empty, except at the end of the file.
    if (lines.at(-1) === '') lines.pop()
    const numbered = lines.map((content, index) => ({ line: line + index + 1, text: content, bytes }))
    line += lines.length
    const large = numbered.find((one) => one.text.length > maxRecordLength)
    yield numbered.filter((one) => one.text.trim() !== '' && (large === undefined || one.line < large.line))
    if (large !== undefined) throw tooLarge(large.line)
  }
}

/** Throws `UnusableFile` for the first line of JSON that is no JSON Lines: a list, or an object over several lines. */
export function checkIsLines(first: string): void {
  const text = first.trim()
  if (text.startsWith('['))
    throw new UnusableFile(
      "The file is a JSON array, and not an object in each line. jq -c '.[]' old.json > old.jsonl makes such a file of it",
    )
  if (text === '{')
    throw new UnusableFile(
      'The file has objects over several lines, and not one in each line. jq -c . old.json > old.jsonl makes such a file of it',
    )
}

/** Digits that a JavaScript number would lose. */
const longNumber = /\d{16}/

/** A number, or its text where the number would lose digits. */
function numberOrDigits(digits: string): number | string {
  const value = Number(digits)
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? digits : value
}

/** What `parseStrictly` says of a name that stands twice in an object. */
const isRepeated = (error: unknown): boolean => String(error).includes('Duplicate key')

/**
 * The object in a line of JSON Lines, or what is wrong. A long number keeps its digits, as text. A name that has two values
 * in one object has none: nobody knows which one the old system meant.
 */
export function parseJsonLine(text: string): Readonly<Record<string, unknown>> | FaultText {
  // A list without its brackets has commas between its lines.
  const object = text.trimEnd().replace(/,$/, '')
  let parsed: unknown
  try {
    parsed = parseStrictly(object, longNumber.test(object) ? numberOrDigits : undefined)
  } catch (error) {
    if (isRepeated(error)) return 'must not occur twice'
    return error instanceof RangeError ? 'is nested too deeply' : 'is not JSON'
  }
  return isObject(parsed) ? parsed : 'is not a JSON object'
}

/** What an export of MongoDB writes around an id, a time and a number (MongoDB Extended JSON v2). */
const wrappers = new Set([
  '$oid',
  '$date',
  '$numberLong',
  '$numberInt',
  '$numberDouble',
  '$numberDecimal',
  '$uuid',
])

/** A value without the wrapper of MongoDB's JSON. Any other value as it is. */
export function unwrapped(value: unknown): unknown {
  if (!isObject(value)) return value
  const [name = '', ...others] = Object.keys(value)
  return others.length === 0 && wrappers.has(name) ? unwrapped(value[name]) : value
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
