import { UnusableFile } from '../unusable-file.ts'

/** How a workbook's cells are read: the shared texts, the formats that show a date, and the date system. */
export interface CellContext {
  readonly sharedTexts: readonly string[]
  /** By the number of a cell's style: whether its format shows a date. */
  readonly isDateStyle: readonly boolean[]
  /** Days count from 1904 instead of 1900. */
  readonly isFrom1904: boolean
}

/** A cell of a sheet as stored (ECMA-376 part 1, section 18.3.1.4). */
export interface RawCell {
  readonly type: string
  readonly style: number
  readonly value: string
}

/** The built-in formats that show a date or a time (ECMA-376 part 1, section 18.8.30, with those of Korea). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** Whether a number format shows a date: it has a part of a date outside quotes, brackets and escapes. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id)
  const plain = code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '')
  return /[ymdhs]/i.test(plain) && !/general/i.test(plain)
}

const dayMs = 86_400_000
const epochOf = (isFrom1904: boolean): number => (isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30))

/** Excel counts a February 29 of 1900 that never was, so its first 59 days come a day later than they count. */
const [firstDay, dayThatNeverWas] = [1, 60]

/** A count of days as local date and time, to the second. */
function dateText(days: number, isFrom1904: boolean): string {
  if (!isFrom1904 && Math.floor(days) === dayThatNeverWas) return '1900-02-29'
  const isEarly = !isFrom1904 && days >= firstDay && days < dayThatNeverWas
  const at = new Date(epochOf(isFrom1904) + Math.round(((isEarly ? days + 1 : days) * dayMs) / 1000) * 1000)
  if (Number.isNaN(at.getTime())) return String(days)
  const [day = '', time = ''] = at.toISOString().split('T')
  return Number.isInteger(days) ? day : `${day} ${time.slice(0, 8)}`
}

/** More digits than these a spreadsheet does not keep. */
const maxDigits = 15

/**
 * A stored number as text. Some programs store every number with an exponent; an integer that has all its
 * digits is written out. A longer one has lost digits, and keeps its exponent so that nobody takes it for an id.
 */
function numberText(stored: string): string {
  const value = Number(stored)
  if (Number.isInteger(value) && Math.abs(value) < 10 ** maxDigits) return String(value)
  return Number.isInteger(value) ? value.toExponential() : stored
}

/** Characters that a workbook writes as `_x000D_`. */
export const decodeEscapes = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

function sharedText(text: string | undefined): string {
  if (text === undefined) throw new UnusableFile('The workbook is damaged: it lacks texts of its cells')
  return text
}

/** The text of a cell: what a person would type to get it. A formula gives its last result. Throws `UnusableFile` for a shared text that is missing. */
export function cellText({ type, style, value }: RawCell, context: CellContext): string {
  switch (type) {
    case 's':
      return value === '' ? '' : sharedText(context.sharedTexts[Number(value)])
    case 'inlineStr':
    case 'str':
      return decodeEscapes(value)
    case 'b':
      return value === '1' ? 'true' : 'false'
    case 'e':
    case 'd':
      return value
    default: {
      const isDate = context.isDateStyle[style] === true && value !== '' && Number(value) >= 1
      return isDate ? dateText(Number(value), context.isFrom1904) : value === '' ? '' : numberText(value)
    }
  }
}
