import { personNameOf } from '../../../domain/values/name.ts'
import { isMisread } from './misread.ts'

/** White space, control and invisible characters at the edges of what people copy and old tables fill up. */
const edges = /^[\s\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]+|[\s\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]+$/gu

/** A text without white space and invisible characters at its edges. */
const trimEdges = (text: string): string => text.replace(edges, '')

/** The text of a value: text itself, or a whole number that kept all its digits. Undefined for other values. */
export const asText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return trimEdges(value)
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}

/** The text of a value with all its characters, since they are bytes of a hash. Undefined for other values. */
export const exactText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : asText(value)

/** One line without control and invisible characters, of at most `maxLength` characters. */
export function readText(value: unknown, maxLength: number): string | undefined {
  const text = asText(value)
  const isPlain = text !== undefined && /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u.test(text)
  return isPlain && text.length <= maxLength ? text : undefined
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** A text without the entities of HTML: pages in EUC-KR sent `&#48577;` for a syllable that it does not have. */
const withoutEntities = (text: string): string =>
  text.replace(/&(?:#(\d{2,6})|(amp|lt|gt|quot|apos));/g, (whole, code?: string, name = '') =>
    code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code)),
  )

/** A person's name, by the rule of all names. A question mark stands for a letter that was lost on the way. */
export function readName(value: unknown): string | undefined {
  const written = asText(value)
  const text = written && withoutEntities(written)
  const isLost =
    text === undefined ||
    /[?\uFFFD]/.test(text) ||
    !text.isWellFormed() ||
    isMisread(text) ||
    isMisread(String(value))
  return isLost ? undefined : personNameOf(text)
}

/** A number that a program has shortened: `2.71235E+09`, `1.5E9`. `12e3` may be an id of hexadecimal digits. */
const shortened = /^(?:\d+(?:[.,]\d+)?e\+\d+|\d+[.,]\d+e\d+)$/i

/** Whether a value was an id before a spreadsheet took its digits. */
export const hasLostDigits = (text: string): boolean => shortened.test(text)

/** The id of the old system: text of at most 128 characters that is no shortened number. */
export function readExternalId(value: unknown): string | undefined {
  const text = readText(value, 128)
  return text === undefined || hasLostDigits(text) ? undefined : text
}
