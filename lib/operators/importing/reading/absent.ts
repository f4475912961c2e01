/** What databases write for a missing value, outside quotes. */
const absentWords = new Set(['', 'NULL', 'null', '\\N', '(null)', '(NULL)', '<null>', '[NULL]', '<NULL>'])

/** Whether an unquoted value stands for none. */
export const isAbsentWord = (text: string): boolean => absentWords.has(text.trim())

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
