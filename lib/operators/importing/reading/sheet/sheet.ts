import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Cell, SeparatedRecord, SeparatedRecords } from '../separated-values.ts'
import { maxRecordLength, tooLarge } from '../text-chunks.ts'
import { UnfinishedFile, UnusableFile } from '../unusable-file.ts'
import { openArchive } from './archive.ts'
import { type CellContext, cellText } from './cell-text.ts'
import { refuseMergedRows } from './merged-rows.ts'
import { findFirstSheet } from './workbook.ts'
import { readXml, type XmlListener } from './xml.ts'

/** The column of a cell's reference: `C5` is 2. Undefined without one. */
function columnOf(reference: string | undefined): number | undefined {
  const [, letters] = /^([A-Z]{1,3})\d*$/.exec(reference ?? '') ?? []
  if (letters === undefined) return undefined
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

const emptyCell: Cell = { text: '', written: 'plain' }

/** Collects the rows of a sheet. */
class RowCollector implements XmlListener {
  readonly #context: CellContext
  #rows: SeparatedRecord[] = []
  #cells: Cell[] = []
  #line = 0
  #width = 0
  #column = 0
  #type = 'n'
  #style = 0
  #value = ''
  #isValue = false
  #isHint = false
  #isFormula = false
  #length = 0
  /** The row that is too large. Nothing of it or behind it is taken. */
  tooLargeAt: number | undefined
  constructor(context: CellContext) {
    this.#context = context
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.#line = Number(attributes['r'] ?? this.#line + 1)
      this.#cells = []
      this.#length = 0
    } else if (name === 'c') {
      this.#column = columnOf(attributes['r']) ?? this.#cells.length
      this.#type = attributes['t'] ?? 'n'
      this.#style = Number(attributes['s'] ?? 0)
      this.#value = ''
      this.#isFormula = false
    } else if (name === 'f') this.#isFormula = true
    else if (name === 'rPh') this.#isHint = true
    this.#isValue = name === 'v' || (name === 't' && !this.#isHint)
  }

  text(text: string): void {
    if (!this.#isValue || this.tooLargeAt !== undefined) return
    this.#value += text
    this.#length += text.length
    if (this.#length > maxRecordLength) this.tooLargeAt = this.#line
  }

  close(name: string): void {
    this.#isValue = false
    if (name === 'rPh') this.#isHint = false
    if (name === 'c') this.#endCell()
    if (name === 'row') this.#endRow()
  }

  #endCell(): void {
    // An empty text is the result of a formula; an empty number is none.
    const isUnknown = this.#isFormula && this.#value === '' && this.#type !== 'str'
    const cell = { type: this.#type, style: this.#style, value: this.#value }
    while (this.#cells.length < this.#column) this.#cells.push(emptyCell)
    this.#cells[this.#column] = {
      text: cellText(cell, this.#context),
      written: isUnknown ? 'formula' : 'plain',
    }
  }

  /** Ends a row. An empty one is no record; the others are as long as the first one at least. */
  #endRow(): void {
    const cells = this.#cells
    if (this.tooLargeAt !== undefined) return
    if (cells.every(({ text, written }) => text === '' && written === 'plain')) return
    if (this.#width === 0) this.#width = cells.length
    while (cells.length < this.#width) cells.push(emptyCell)
    this.#rows.push({ line: this.#line, cells })
  }

  /** The rows since the last call. */
  takeRows(): readonly SeparatedRecord[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }
}

/** The names of the columns in a row. */
const headerText = ({ cells }: SeparatedRecord): string =>
  cells
    .map(({ text }) => text.trim())
    .join('\t')
    .trimEnd()

/** The names of the columns in the first row of a sheet. Undefined for an empty one. */
async function firstRow(stream: Readable, context: CellContext): Promise<string | undefined> {
  const rows = new RowCollector(context)
  for await (const _ of readXml(stream, rows)) {
    const [row] = rows.takeRows()
    if (row !== undefined) return headerText(row)
  }
  return undefined
}

/** Goes on until a piece is damaged. Behind the header (`line` is known), `UnusableFile` becomes `UnfinishedFile`. */
async function* untilDamage(
  pieces: AsyncIterable<number>,
  line: () => number | undefined,
): AsyncGenerator<number> {
  try {
    yield* pieces
  } catch (error) {
    const last = line()
    if (last === undefined || !(error instanceof UnusableFile)) throw error
    throw new UnfinishedFile(last, error.message)
  }
}

/**
 * Reads the rows of the first sheet of an .xlsx file (ECMA-376). The line of a record is the number of its row.
 * Only the texts that cells share are kept in memory. Throws `UnusableFile`, and
 * `UnfinishedFile` where another sheet goes on with the same columns.
 */
export async function* readSheet(file: string): AsyncGenerator<SeparatedRecords> {
  const [{ size }, archive] = await Promise.all([stat(file), openArchive(file)])
  try {
    const { path, others, context } = await findFirstSheet(archive)
    const [unread, part] = [await archive.open(path), await archive.open(path)]
    if (unread === undefined || part === undefined)
      throw new UnusableFile('The workbook is damaged: its first sheet is missing')
    await refuseMergedRows(unread.stream)
    const rows = new RowCollector(context)
    let header: string | undefined
    let line = 1
    for await (const bytes of untilDamage(readXml(part.stream, rows), () =>
      header === undefined ? undefined : line,
    )) {
      const records = rows.takeRows()
      header ??= records[0] && headerText(records[0])
      line = records.at(-1)?.line ?? line
      yield { records, bytes: Math.round((size * bytes) / Math.max(1, part.bytes)) }
      if (rows.tooLargeAt !== undefined) throw tooLarge(rows.tooLargeAt)
    }
    for (const other of others) {
      const found = await archive.open(other.path)
      const beginning = found && (await firstRow(found.stream, context))
      if (header === undefined || beginning !== header) continue
      throw new UnfinishedFile(
        line,
        `The sheet "${other.name}" goes on with the same columns, and only the first sheet is read. Save it as a file of its own`,
      )
    }
  } finally {
    archive.close()
  }
}
