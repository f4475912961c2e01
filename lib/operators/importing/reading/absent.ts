/** What databases write for a missing value, outside quotes. */
const absentWords = new Set(['', 'NULL', 'null', '\\N', '(null)', '(NULL)', '<null>', '[NULL]', '<NULL>'])

/** What programs write for a missing value, outside quotes. */
const programWords = new Set([
  'N/A',
  'n/a',
  'None',
  'none',
  'NONE',
  'Null',
  'undefined',
  'NaN',
  'nan',
  'NaT',
  '<NA>',
])

/** What people write for a missing value, in quotes as well: dashes, a dot, a Korean word. */
const placeholder = /^(?:-+|\.|없음|없슴|\(없음\)|알\s?수\s?없음|미입력|미등록|해당\s?없음)$/

/** Whether a text is what people write in the place of a value. */
export const isPlaceholder = (text: string): boolean => placeholder.test(text.normalize('NFC').trim())

/** Whether an unquoted value stands for none. */
export const isAbsentWord = (text: string): boolean =>
  absentWords.has(text.trim()) || programWords.has(text.trim()) || isPlaceholder(text)

/** Whether an unquoted salt stands for none. A dash, a dot and blanks are salts. */
export const isAbsentSalt = (text: string): boolean => absentWords.has(text) || programWords.has(text)

/** Error values that a spreadsheet shows and saves in the place of a value. */
const errorValues = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)$/i

/** Whether a value is an error of a spreadsheet, or the marks of a column that was too narrow. */
export const isSpreadsheetError = (text: string): boolean => errorValues.test(text.trim())

/**
 * A value without the mark that an export sets before what a spreadsheet would run as a formula. Reverses
 * `defuse` of the export.
 */
export const withoutFormulaMark = (text: string): string =>
  /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text

/** A value with a mark if a spreadsheet would run it as a formula (OWASP, CSV Injection). */
export const withFormulaMark = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const textMark = /^\s*="(.*)"\s*$/s

/** Whether a value stands in `="…"`. */
export const isTextMarked = (text: string): boolean => textMark.test(text)

/**
 * A value without what keeps a spreadsheet from reading it as a number or a date: `="0010"`, or `'` before digits.
 */
export function withoutTextMark(text: string): string {
  const [, inner] = textMark.exec(text) ?? []
  if (inner !== undefined) return inner.replaceAll('""', '"')
  return /^\s*'\d[\d.,:/ -]*$/.test(text) ? text.replace("'", '') : text
}
