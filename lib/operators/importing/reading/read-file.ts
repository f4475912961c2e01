import { cellValue, type Escapes, escapesIn, isFilled } from './cell-value.ts'
import type { Target } from './columns/column-target.ts'
import {
  type ColumnOptions,
  isLikelyHeader,
  planColumns,
  setField,
  unnamedColumn,
  unnamedIn,
} from './columns/columns.ts'
import type { FaultText } from './fault-text.ts'
import type { FieldName } from './fields.ts'
import { readJsonRecords } from './json-records.ts'
import type { Fault, FileRecord, ReadFields, Unreadable } from './record.ts'
import {
  delimiterOf,
  readSeparated,
  type SeparatedRecord,
  type SeparatedRecords,
} from './separated-values.ts'
import { readSheet } from './sheet/sheet.ts'
import { shortOf, shortRows } from './short-rows.ts'
import { readTextChunks, type TextChunk } from './text-chunks.ts'
import { UnfinishedFile, UnusableFile } from './unusable-file.ts'
import { formatOf } from './usable-file.ts'

/** The options of reading. */
export interface ReadOptions extends ColumnOptions {
  /** The encoding of a text file. UTF-8, or UTF-16 with its mark, when absent. */
  readonly encoding?: string
}

/**
 * Reads a file record by record, without keeping records in memory. Throws `UnusableFile` for an unknown
 * format or an unsuitable header, and `UnfinishedFile` where the file cannot be read any further.
 */
export function readFile(file: string, reading: ReadOptions): AsyncGenerator<FileRecord> {
  const format = formatOf(file)
  switch (format) {
    case 'csv':
      return readCsv(file, reading)
    case 'jsonl':
      return readJsonRecords(readTextChunks(file, reading.encoding), reading)
    case 'xlsx':
      return readRows(readSheet(file), reading, 'exact')
    default:
      return format satisfies never
  }
}

/** The first piece of a file, and all of them. */
async function peek(chunks: AsyncGenerator<TextChunk>) {
  const { value, done } = await chunks.next()
  async function* all(): AsyncGenerator<TextChunk> {
    if (done !== true) yield value
    yield* chunks
  }
  return { first: done === true ? '' : value.text, chunks: all() }
}

/** Reads values separated by comma, tab, semicolon or bar, with a header. */
async function* readCsv(file: string, reading: ReadOptions): AsyncGenerator<FileRecord> {
  const { first, chunks } = await peek(readTextChunks(file, reading.encoding))
  // Excel names the delimiter in a line of its own.
  const [, marked] = /^sep=([,\t;|])\r?\n/i.exec(first) ?? []
  const delimiter = delimiterOf(marked ?? first)
  yield* readRows(readSeparated(chunks, delimiter), reading, escapesIn(delimiter))
}

/** The columns of a file. */
interface FileHeader {
  readonly targets: readonly Target[]
  readonly unnamed: readonly number[]
}

/** Rows above which a header may stand: a title, blank lines, a remark. */
const maxRowsAbove = 20

const textsOf = ({ cells }: SeparatedRecord): readonly string[] => cells.map(({ text }) => text)

/** Reads the header. Throws `UnusableFile` as `planColumns` does; where a later row looks like the header, it says so. */
function headerOf(first: SeparatedRecord, next: Iterator<SeparatedRecord>, reading: ReadOptions): FileHeader {
  try {
    const header = textsOf(first)
    return { targets: planColumns(header, reading), unnamed: unnamedIn(header, reading) }
  } catch (error) {
    for (let count = 0; count < maxRowsAbove; count += 1) {
      const { value, done } = next.next()
      if (done === true) break
      if (!isLikelyHeader(textsOf(value), reading)) continue
      throw new UnusableFile(
        `Line ${first.line} names no columns, and line ${value.line} does. Delete the lines above it`,
      )
    }
    throw error
  }
}

/** Whether a row names the delimiter, as Excel writes it. */
const isDelimiterRow = ({ cells }: SeparatedRecord): boolean => /^sep=.?$/i.test(cells[0]?.text ?? '')

/** Reads rows below a header. */
async function* readRows(
  pieces: AsyncIterable<SeparatedRecords>,
  reading: ReadOptions,
  escapes: Escapes,
): AsyncGenerator<FileRecord> {
  let header: FileHeader | undefined
  let number = 0
  const mayBeShort = shortRows()
  for await (const { records, bytes } of pieces) {
    const rows = records[Symbol.iterator]()
    for (let { value: row, done } = rows.next(); done !== true; { value: row, done } = rows.next()) {
      if (header === undefined) {
        if (!isDelimiterRow(row)) header = headerOf(row, rows, reading)
        continue
      }
      const { targets, unnamed } = header
      number += 1
      const filled = unnamed.find((place) => isFilled(row.cells[place], escapes))
      if (filled !== undefined) throw unnamedColumn(row.line, filled + 1)
      const isWhole = mayBeShort(row, targets)
      yield { number, line: row.line, bytes, content: rowContent(row, targets, escapes, isWhole) }
    }
  }
  if (header === undefined) throw new UnfinishedFile(1, 'The file is empty')
  if (number === 0) throw new UnfinishedFile(1, 'The file has a header, and no record below it')
}

/**
 * The content of a row. A row with more values than columns is unreadable, unless these are empty; one with fewer,
 * unless it is whole.
 */
function rowContent(
  row: SeparatedRecord,
  targets: readonly Target[],
  escapes: Escapes,
  isWhole: boolean,
): ReadFields | Unreadable {
  const { cells, openedAt } = row
  const surplus = cells.slice(targets.length)
  if (!isWhole || surplus.some(({ text, written }) => text.trim() !== '' || written === 'formula')) {
    if (openedAt !== undefined) throw openTooLong(openedAt)
    const detail: FaultText = `has ${cells.length} values, and the header names ${targets.length}`
    return { kind: 'unreadable', fault: { pointer: '', detail } }
  }
  const fields: { [name in FieldName]?: unknown } = {}
  const faults: Fault[] = cells.length < targets.length ? [shortOf(cells.length, targets.length)] : []
  for (const [index, target] of targets.entries()) {
    const cell = cells[index]
    const read = cell === undefined ? undefined : cellValue(cell, target, escapes)
    if (typeof read === 'object') faults.push({ pointer: `/${target}`, detail: read.fault })
    else if (read !== undefined) setField(fields, target, read)
  }
  return { kind: 'fields', fields, faults: faults.filter(({ pointer }) => pointer !== '/-') }
}

/** A quote that closes in a later line, in a record of the wrong size, has swallowed other records. */
const openTooLong = (line: number): UnfinishedFile =>
  new UnfinishedFile(
    line,
    `A quote opens in line ${line} and closes in another record. Nothing after that line was read`,
  )
