import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'
import { type FieldName, fieldNames, isFieldName } from './fields.ts'
import type { FileRecord } from './record.ts'

/** A format that can be imported and exported. */
export type FileFormat = 'csv' | 'jsonl'

/** An unusable file or unsuitable options. The message tells the operator which. */
class UnusableFile extends Error {}

/** The format of a file by its name. Throws `UnusableFile`. */
export function formatOf(file: string): FileFormat {
  if (/\.csv$/i.test(file)) return 'csv'
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'jsonl'
  throw new UnusableFile(`${file}: the name must end in .csv or .jsonl`)
}

/** The options of reading. */
export interface ReadOptions {
  /** Ignores unknown columns and fields instead of refusing them. */
  readonly ignoresUnknown: boolean
}

/**
 * Reads a file record by record, without keeping records in memory. Throws `UnusableFile` for an unknown
 * format or an unsuitable header.
 */
export const readFile = (file: string, reading: ReadOptions): AsyncIterable<FileRecord> =>
  formatOf(file) === 'csv' ? readCsv(file, reading) : readJsonLines(file, reading)

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === ''

/** The known fields of a record, and the names of the unknown ones. */
function knownFields(record: object): { fields: { [name in FieldName]?: unknown }; unknown: string[] } {
  const fields: { [name in FieldName]?: unknown } = {}
  const unknown: string[] = []
  for (const [name, value] of Object.entries(record)) {
    if (!isFieldName(name)) unknown.push(name)
    else if (!isAbsent(value)) fields[name] = value
  }
  return { fields, unknown }
}

function checkHeader(header: readonly string[], { ignoresUnknown }: ReadOptions): readonly string[] {
  const names = header.map((name) => name.trim())
  const unknown = names.filter((name) => !isFieldName(name))
  if (!names.includes('externalId')) throw new UnusableFile('The file has no column externalId')
  if (new Set(names).size < names.length) throw new UnusableFile('The file has a column twice')
  if (unknown.length > 0 && !ignoresUnknown) {
    throw new UnusableFile(
      `The file has unknown columns: ${unknown.join(', ')}. Known columns: ${fieldNames.join(', ')}. ` +
        'Use --ignore-unknown to ignore the others',
    )
  }
  return names
}

interface CsvRecord {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number; readonly bytes: number }
}

/** Reads CSV (RFC 4180) with a header, and without its byte order mark. */
async function* readCsv(file: string, reading: ReadOptions): AsyncGenerator<FileRecord> {
  const skipped: { readonly line: number; readonly detail: string }[] = []
  const parser = parse({
    columns: (header: string[]) => [...checkHeader(header, reading)],
    bom: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 1_000_000,
  })
  parser.on('skip', (error) => {
    skipped.push({ line: error?.lines ?? 0, detail: `cannot be read as CSV (${error?.code ?? 'unknown'})` })
  })
  const source = createReadStream(file)
  source.on('error', (error) => parser.destroy(error))
  let number = 0
  let bytes = 0
  const unreadable = ({ line, detail }: { line: number; detail: string }): FileRecord => {
    number += 1
    return { number, line, bytes, content: { kind: 'unreadable', fault: { pointer: '', detail } } }
  }
  const records: AsyncIterable<CsvRecord> = source.pipe(parser)
  for await (const { record, info } of records) {
    for (let next = skipped[0]; next !== undefined && next.line <= info.lines; next = skipped[0]) {
      skipped.shift()
      yield unreadable(next)
    }
    number += 1
    bytes = info.bytes
    yield { number, line: info.lines, bytes, content: { kind: 'fields', fields: knownFields(record).fields } }
  }
  yield* skipped.map(unreadable)
}

/** Reads JSON Lines: one object per line. */
async function* readJsonLines(file: string, { ignoresUnknown }: ReadOptions): AsyncGenerator<FileRecord> {
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  let line = 0
  let number = 0
  let bytes = 0
  for await (const text of lines) {
    line += 1
    bytes += Buffer.byteLength(text) + 1
    if (text.trim() === '') continue
    number += 1
    yield { number, line, bytes, content: readObject(text.replace(/^\uFEFF/, ''), ignoresUnknown) }
  }
}

function readObject(text: string, ignoresUnknown: boolean): FileRecord['content'] {
  const unreadable = (pointer: string, detail: string) =>
    ({ kind: 'unreadable', fault: { pointer, detail } }) as const
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return unreadable('', 'is not JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return unreadable('', 'is not a JSON object')
  }
  const { fields, unknown } = knownFields(parsed)
  const [first] = unknown
  if (first !== undefined && !ignoresUnknown) return unreadable(`/${first}`, 'is not a known field')
  return { kind: 'fields', fields }
}
