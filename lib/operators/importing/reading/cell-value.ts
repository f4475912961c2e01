import {
  isAbsentSalt,
  isAbsentWord,
  isPlaceholder,
  isSpreadsheetError,
  isTextMarked,
  withoutFormulaMark,
  withoutTextMark,
} from './absent.ts'
import type { Target } from './columns/column-target.ts'
import type { FaultText } from './fault-text.ts'
import type { Cell, Delimiter } from './separated-values.ts'

/**
 * How a plain value is written. `backslash`: databases write a tab as `\t` in a file of values separated by
 * tabs (MySQL `--batch`, PostgreSQL `COPY`).
 */
export type Escapes = 'backslash' | 'exact'

/** How plain values are written between these delimiters. */
export const escapesIn = (delimiter: Delimiter): Escapes => (delimiter === '\t' ? 'backslash' : 'exact')

/** Whether a cell holds a value, be it one that cannot be read. */
export const isFilled = (cell: Cell | undefined, escapes: Escapes): boolean =>
  cell !== undefined && valueIn(cell, escapes) !== undefined

/** The value of a cell, undefined for an absent one, or what is wrong with it. */
type CellValue = string | undefined | { readonly fault: FaultText }

const plainText = ({ text, written }: Cell, escapes: Escapes): string =>
  written === 'quoted' || escapes === 'exact' || !text.includes('\\') ? text : unescaped(text)

/** What is wrong with a cell whose value nobody can tell. */
function cellFault({ written }: Cell): FaultText | undefined {
  if (written === 'garbled') return 'has text after its closing quote'
  return written === 'formula' ? 'is a formula without its value: open and save the file in Excel' : undefined
}

/** A salt, which is bytes: exactly as it is written, undefined for an absent one, or what is wrong with it. */
function saltIn(cell: Cell, escapes: Escapes): CellValue {
  const fault = cellFault(cell)
  if (fault !== undefined) return { fault }
  if (cell.written === 'quoted' ? cell.text === '' : isAbsentSalt(cell.text)) return undefined
  if (isSpreadsheetError(cell.text)) return { fault: 'is an error of a spreadsheet' }
  if (isTextMarked(cell.text))
    return { fault: 'may stand in marks of a spreadsheet, which are no part of a salt' }
  return plainText(cell, escapes)
}

/** The value of a cell, undefined for an absent one, or what is wrong with the value. */
function valueIn(cell: Cell, escapes: Escapes): CellValue {
  const { text, written } = cell
  const fault = cellFault(cell)
  if (fault !== undefined) return { fault }
  if (isSpreadsheetError(text)) return { fault: 'is an error of a spreadsheet' }
  const isQuoted = written === 'quoted'
  if (isQuoted ? text === '' || isPlaceholder(text) : isAbsentWord(text)) return undefined
  return withoutFormulaMark(withoutTextMark(plainText(cell, escapes)))
}

const escaped: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  '0': '\0',
  b: '\b',
  f: '\f',
  v: '\v',
}

const unescaped = (text: string): string =>
  text.replace(/\\(.)/gs, (whole, character: string) =>
    character === '\\' ? '\\' : (escaped[character] ?? whole),
  )

/** The value of a cell in a column: of a salt exactly as it is written. */
export const cellValue = (cell: Cell, target: Target, escapes: Escapes): CellValue =>
  target === 'passwordSalt' ? saltIn(cell, escapes) : valueIn(cell, escapes)
