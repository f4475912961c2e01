/** The parts of a local time. */
interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, made)
  return made
}

/** The offset of a zone at an instant, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - Math.floor(instant / 1000) * 1000
}

const utcOf = ({ year, month, day, hour, minute, second, millisecond }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second, millisecond)

/** The instant of a local time in a zone. Of an hour that occurs twice, the first. */
function instantIn(timeZone: string, time: LocalTime): Date {
  const asUtc = utcOf(time)
  const guess = asUtc - offsetAt(timeZone, asUtc)
  return new Date(asUtc - offsetAt(timeZone, guess))
}

/** Whether a day exists. */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const exists = ({ year, month, day, hour, minute, second }: LocalTime): boolean =>
  year >= 1900 && year < 2100 && isDay(year, month, day) && hour < 24 && minute < 60 && second < 60

/** `2019-05-17`, `2019.05.17`, `2019/5/17`, `2019. 5. 17.`, `2019년 5월 17일`, `20190517`. */
const dayForm = String.raw`(?:(\d{4})(?:\s*[-./년]\s*)(\d{1,2})(?:\s*[-./월]\s*)(\d{1,2})(?:\s*[.일])?|(\d{4})(\d{2})(\d{2}))`
/** `15:05:00.123`, `오후 3:05`, `3:05 PM`, `150500`. */
const clockForm = String.raw`(?:(오전|오후|[AP]M)\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*(오전|오후|[AP]M))?|(\d{2})(\d{2})(\d{2})?`
/** `Z`, `KST`, and offsets up to the largest one there is, `+14:00`. */
const zoneForm = String.raw`Z|UTC|GMT|KST|[+-](?:0\d|1[0-3])(?::?[0-5]\d)?|[+-]14(?::?00)?`
const moment = new RegExp(`^${dayForm}(?:\\s*T?\\s*(?:${clockForm})\\s*(${zoneForm})?)?$`, 'i')

/** The hour of a clock of twelve hours. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return Number.NaN
  const isAfternoon = half === '오후' || half.toUpperCase() === 'PM'
  return (hour % 12) + (isAfternoon ? 12 : 0)
}

/** The milliseconds of an offset. Undefined without an offset. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return 0
  if (/^KST$/i.test(zone)) return 9 * 3_600_000
  const [, sign, hours = '', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function parseLocal(
  text: string,
): { readonly time: LocalTime; readonly zone: string | undefined } | undefined {
  const found = moment.exec(text)
  if (found === null) return undefined
  const [, y, mo, d, yy, mm, dd, before, h, mi, s, fraction, after, hh, mm2, ss, zone] = found
  const number = (...parts: readonly (string | undefined)[]): number =>
    Number(parts.find((part) => part !== undefined) ?? 0)
  const time: LocalTime = {
    year: number(y, yy),
    month: number(mo, mm),
    day: number(d, dd),
    hour: hourOf(number(h, hh), before ?? after),
    minute: number(mi, mm2),
    second: number(s, ss),
    millisecond: Math.floor(Number(`0.${fraction ?? '0'}`) * 1000),
  }
  return exists(time) ? { time, zone } : undefined
}

/** Epoch seconds or milliseconds between 1990 and 2100. */
function epochMoment(text: string): Date | undefined {
  if (!/^(?:\d{9,10}|\d{12,13})$/.test(text)) return undefined
  const at = new Date(Number(text) * (text.length <= 10 ? 1000 : 1))
  return at.getUTCFullYear() >= 1990 && at.getUTCFullYear() < 2100 ? at : undefined
}

/**
 * Reads a time: RFC 3339, the forms of databases and Korean spreadsheets, or epoch milliseconds. A time
 * without an offset is in `timeZone`. Two digits of a year, and an order of day and month that nobody can tell,
 * are refused.
 */
export function readMoment(value: unknown, timeZone: string): Date | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? epochMoment(String(value)) : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const parsed = parseLocal(text)
  if (parsed === undefined) return epochMoment(text)
  const offset = offsetOf(parsed.zone)
  return offset === undefined ? instantIn(timeZone, parsed.time) : new Date(utcOf(parsed.time) - offset)
}

/** Reads a time that is not in the future, where the clocks of two systems differ by a day at most. Undefined for another one. */
export function readPast(
  value: unknown,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Date | undefined {
  const at = readMoment(value, timeZone)
  return at !== undefined && at.getTime() <= now.getTime() + 86_400_000 ? at : undefined
}

/**
 * The dates that databases and spreadsheets write for a missing one: MySQL's 0000-00-00, .NET's 0001-01-01, SQL
 * Server's 1753-01-01 and 1900-01-01, and the first days of Excel.
 */
export const isZeroDate = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^(?:0000[-./]00[-./]00|0001-01-01|1753-01-01|1899-12-3[01]|1900-01-0[01])(?:[T ]00:00(?::00(?:\.0+)?)?)?$/.test(
    value.trim(),
  )

/** A time that stands for none: one of these dates, or the start of the epoch. */
export const isZeroTime = (value: unknown): boolean =>
  isZeroDate(value) || /^(?:0|1970-01-01(?:[T ]0[09]:00(?::00(?:\.0+)?)?Z?)?)$/.test(String(value).trim())
