import { defined } from '../../../domain/values/defined.ts'
import { maxRecordLength, type TextChunk, tooLarge } from './text-chunks.ts'
import { UnfinishedFile } from './unusable-file.ts'

/**
 * A cell as it is written. `garbled`: text follows the closing quote, so nobody knows where the value ends. `formula`:
 * a sheet holds the formula without its result.
 */
export interface Cell {
  readonly text: string
  readonly written: 'plain' | 'quoted' | 'garbled' | 'formula'
}

/** One record of a file of separated values. */
export interface SeparatedRecord {
  /** The line where the record begins. */
  readonly line: number
  readonly cells: readonly Cell[]
  /** The line where a quote opened that closes in a later line. */
  readonly openedAt?: number
}

/** Records of a file, and the position after them. Each piece is to be read before the next. */
export interface SeparatedRecords {
  readonly records: Iterable<SeparatedRecord>
  readonly bytes: number
}

const delimiters = [',', '\t', ';', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** The delimiter that a header has most often. A comma when it has none. */
export function delimiterOf(text: string): Delimiter {
  const [header = ''] = text.split(/\r|\n/, 1)
  const plain = header.replace(/"[^"]*"/g, '')
  const count = (delimiter: Delimiter): number => plain.split(delimiter).length
  return delimiters.reduce((best, other) => (count(other) > count(best) ? other : best))
}

const lineEnd = /\r\n|\n|\r/g
const countLineEnds = (text: string): number => text.match(lineEnd)?.length ?? 0

/** A cell, and the position after it. `open`: the text ends within the quotes. */
type ScannedCell = { readonly cell: Cell; readonly next: number } | 'open'

/** Blanks around quotes. A tab is none, since it may be the delimiter. */
const isBlank = (text: string): boolean => /^[ \u00a0]*$/.test(text)

/** The end of an unquoted value. */
function endOfPlain(text: string, at: number, delimiter: string): number {
  let end = at
  for (; end < text.length; end += 1) {
    const character = text[end]
    if (character === delimiter || character === '\n' || character === '\r') break
  }
  return end
}

/** The position of the closing quote. -1 when the text ends before. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

/** Scans one cell (RFC 4180). Blanks around the quotes do not count. */
function scanCell(text: string, at: number, delimiter: string): ScannedCell {
  let quote = at
  while (text[quote] === ' ' || text[quote] === '\u00a0') quote += 1
  if (text[quote] !== '"') {
    const end = endOfPlain(text, at, delimiter)
    return { cell: { text: text.slice(at, end), written: 'plain' }, next: end }
  }
  const close = closingQuote(text, quote + 1)
  if (close < 0) return 'open'
  const next = endOfPlain(text, close + 1, delimiter)
  const written = isBlank(text.slice(close + 1, next)) ? 'quoted' : 'garbled'
  return { cell: { text: text.slice(quote + 1, close).replaceAll('""', '"'), written }, next }
}

interface Scanned {
  readonly record: SeparatedRecord
  readonly next: number
  readonly lines: number
}

/** Scans the record at a position. `incomplete`: the text ends within the record. */
function scanRecord(text: string, start: number, line: number, delimiter: string): Scanned | 'incomplete' {
  const cells: Cell[] = []
  let [at, lines] = [start, 0]
  let openedAt: number | undefined
  for (;;) {
    const scanned = scanCell(text, at, delimiter)
    if (scanned === 'open') return 'incomplete'
    const { cell, next } = scanned
    const within = cell.written === 'plain' ? 0 : countLineEnds(text.slice(at, next))
    if (within > 0) openedAt ??= line + lines
    if (within > 0 && cell.written === 'garbled') throw neverClosed(line + lines)
    lines += within
    cells.push(cell)
    if (next >= text.length) return 'incomplete'
    if (text[next] === delimiter) at = next + 1
    else {
      const isPair = text[next] === '\r' && text[next + 1] === '\n'
      const record = { line, cells, ...defined({ openedAt }) }
      return { record, next: next + (isPair ? 2 : 1), lines: lines + 1 }
    }
  }
}

/** The error for a quote that never closes. What follows would disappear in one value. */
const neverClosed = (line: number): UnfinishedFile =>
  new UnfinishedFile(
    line,
    `A quote opens in line ${line} and is never closed. Nothing after that line was read`,
  )

/** Whether a line has no values. DOS ended files by U+001A. */
const isEmpty = ({ cells }: SeparatedRecord): boolean =>
  cells.every(({ text, written }) => written === 'plain' && /^[\s\p{Cc}]*$/u.test(text))

/** The line of the first quote in an incomplete record that does not close. Undefined without one. */
function openQuoteLine(text: string, line: number, delimiter: string): number | undefined {
  for (let at = 0; at < text.length; ) {
    const scanned = scanCell(text, at, delimiter)
    if (scanned === 'open') return line + countLineEnds(text.slice(0, at))
    at = scanned.next + 1
  }
  return undefined
}

/** Splits text into records as it comes. */
class RecordSplitter {
  readonly #delimiter: Delimiter
  #rest = ''
  #line = 1
  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter
  }

  /** The whole records after more text. Throws `UnfinishedFile` behind them. */
  *push(text: string): Generator<SeparatedRecord> {
    this.#rest += text
    let at = 0
    while (at < this.#rest.length) {
      const scanned = scanRecord(this.#rest, at, this.#line, this.#delimiter)
      if (scanned === 'incomplete') break
      if (scanned.next - at > maxRecordLength) throw tooLarge(this.#line)
      if (!isEmpty(scanned.record)) yield scanned.record
      at = scanned.next
      this.#line += scanned.lines
    }
    this.#rest = this.#rest.slice(at)
    if (this.#rest.length <= maxRecordLength) return
    const open = openQuoteLine(this.#rest, this.#line, this.#delimiter)
    throw open === undefined ? tooLarge(this.#line) : neverClosed(open)
  }

  /** The last record of a file whose last line has no end. Throws `UnfinishedFile` for an open quote. */
  *end(): Generator<SeparatedRecord> {
    const open = openQuoteLine(this.#rest, this.#line, this.#delimiter)
    if (open !== undefined) throw neverClosed(open)
    if (this.#rest !== '') yield* this.push('\n')
  }
}

/**
 * Reads separated values with the lines where records begin. Lines may end by CR LF, LF or CR in one file. A
 * line without values is no record. Throws `UnfinishedFile` for a quote that is never closed, and for a record
 * that is too large.
 */
export async function* readSeparated(
  chunks: AsyncIterable<TextChunk>,
  delimiter: Delimiter,
): AsyncGenerator<SeparatedRecords> {
  const splitter = new RecordSplitter(delimiter)
  let position = 0
  for await (const { text, bytes } of chunks) {
    position = bytes
    yield { records: splitter.push(text), bytes }
  }
  yield { records: splitter.end(), bytes: position }
}
