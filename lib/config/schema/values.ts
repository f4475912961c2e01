import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { isSafeOrigin } from '../../domain/values/client.ts'
import type { StageReading } from './with-default.ts'

// The values that settings consist of. The message of each check says what is allowed, as the end of a
// sentence.

/** Text that passes a check. */
export function textThat(passes: (text: string) => boolean, allowed: string) {
  return v.pipe(v.string(allowed), v.check(passes, allowed))
}

const addressThat = (passes: (url: URL, text: string) => boolean, allowed: string) =>
  textThat((text) => {
    const url = URL.parse(text)
    return url !== null && passes(url, text)
  }, allowed)

export const matching = (pattern: RegExp, allowed: string) =>
  v.pipe(v.string(allowed), v.regex(pattern, allowed))

/** A provider's or a gateway's id, without spaces. */
export const asciiId = matching(/^[\x21-\x7e]{1,200}$/, 'printable ASCII without spaces')

/** A list. Its entries carry their own messages. */
export const listOf = <Item extends v.GenericSchema>(item: Item) => v.array(item, 'a list')

export const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `one of ${options.join(', ')}`)

export const trueOrFalse = v.boolean('true or false')

export const orNull = <Schema extends v.GenericSchema>(schema: Schema) => v.nullable(schema)

export function wholeNumber(from: number, to: number) {
  const allowed = `a whole number from ${from} to ${to}`
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(from, allowed), v.maxValue(to, allowed))
}

/** An object with these keys and no others. The message names the keys, or what a missing key may be. */
export const object = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected, path }) => {
    const keys = Object.keys(entries).join(', ')
    if (expected === 'never') return keys
    const entry = entries[String(path?.at(-1)?.key)]
    return path === undefined || entry === undefined ? `an object with ${keys}` : allowedIn(entry)
  })

/** The message for a missing value. */
const allowedIn = (schema: v.GenericSchema): string =>
  v.safeParse(schema, undefined).issues?.[0].message ?? ''

/** Printable text for people, in one line of at most `longest` characters. */
export const line = (maxLength: number) =>
  matching(
    new RegExp(`^[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{1,${maxLength}}$`, 'u'),
    `1 to ${maxLength} characters in one line`,
  )

/** A text in each language of the service. */
export const bilingual = (maxLength: number) => object({ ko: line(maxLength), en: line(maxLength) })

export const mailAddress = textThat(
  (text) => parseEmail(text) !== undefined,
  'one address, such as no-reply@example.com',
)

/** Where members reach the service: an e-mail address or a page. */
export const supportAddress = matching(
  /^(?:https:\/\/[^\s<>"]+|[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+)$/,
  'an e-mail address or an https address',
)

const momentForm = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/

/** A moment with its offset (RFC 3339, section 5.6). `Date.parse` takes 30 February for a day in March. */
export const momentText = textThat((text) => {
  const [, year, month, day] = momentForm.exec(text)?.map(Number) ?? []
  if (year === undefined || month === undefined || Number.isNaN(Date.parse(text))) return false
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}, 'a moment with its offset, such as 2027-01-01T00:00:00+09:00')

export const timeZone = textThat(isTimeZone, 'an IANA time zone, such as Asia/Seoul')

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const isHttps = (url: URL, { loopback }: StageReading): boolean =>
  loopback ? isSafeOrigin(url) : url.protocol === 'https:'

/** Scheme and host (RFC 6454) of ieum or of a provider. */
export const httpsOrigin = (reading: StageReading) =>
  addressThat(
    (url, text) => url.origin === text && isHttps(url, reading),
    'an https origin: https://host, without a path or a slash at the end',
  )

/** An address that paths are appended to, such as `https://github.example.com/api/v3`. */
export const httpsAddress = (reading: StageReading) =>
  addressThat(
    (url, text) => !/[?#]|\/$/.test(text) && isHttps(url, reading),
    'an https address without a slash, query or fragment at its end',
  )

/** An issuer of tokens, letter by letter. A slash at its end belongs to it. */
export const httpsIssuer = (reading: StageReading) =>
  addressThat((url, text) => !/[?#]/.test(text) && isHttps(url, reading), 'an https address without a query')

/** A page of a client. Mails add a fragment, so the page has none. */
export const pageAddress = addressThat(
  (url, text) => isSafeOrigin(url) && !text.includes('#'),
  'an https address without a fragment',
)

/** Where terms can be read: any https address, or a path on our own origin. */
export const termsAddress = textThat((text) => {
  const url = URL.parse(text, 'https://own.invalid')
  return url !== null && isSafeOrigin(url) && (text.startsWith('/') || URL.canParse(text))
}, 'an https address, or a path on our own origin')
