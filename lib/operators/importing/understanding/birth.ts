import { defined } from '../../../domain/values/defined.ts'
import type { Birth } from '../../../domain/values/evidence.ts'
import { isDay } from './time.ts'

/** `1990-02-20`, `1990. 2. 20.`, `1990년 2월 20일`, `19900220`, each without the year or without the day. */
const spaced =
  /^(?:(\d{4})\s*[-./년]?\s*)?(?:(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?)?(?:[T ]+00:00(?::00(?:\.0+)?)?Z?)?$/
const compact = /^(\d{4})?(\d{2})(\d{2})$/

/** A lunar month has at most 30 days. 2000 is a leap year, so a 29 February without a year is valid. */
const exists = (
  calendar: Birth['calendar'],
  year: number | undefined,
  month: number,
  day: number,
): boolean =>
  calendar === 'solar' ? isDay(year ?? 2000, month, day) : month >= 1 && month <= 12 && day >= 1 && day <= 30

const isLikelyYear = (year: number): boolean => year >= 1880 && year <= 2100

/**
 * The parts of a birth date. Undefined for another form. Four digits are a year if they can be; six are refused,
 * since nobody can tell the century.
 */
function partsOf(text: string): readonly (number | undefined)[] | undefined {
  if (/^\d{4}$/.test(text) && isLikelyYear(Number(text))) return [Number(text)]
  const found = compact.exec(text) ?? spaced.exec(text)
  if (found === null) return undefined
  return found.slice(1, 4).map((part) => (part === undefined ? undefined : Number(part)))
}

const twoDigits = (part: number): string => String(part).padStart(2, '0')

/** Reads a birth date or a known part of it: a year, or month and day. Undefined for another form. */
export function readBirth(
  value: unknown,
  calendar: Birth['calendar'],
  leapMonth: boolean | undefined,
): Birth | undefined {
  const [year, month, day] = partsOf(String(value).trim()) ?? []
  if (year === undefined && month === undefined) return undefined
  if (year !== undefined && !isLikelyYear(year)) return undefined
  if (month !== undefined && day !== undefined && !exists(calendar, year, month, day)) return undefined
  const monthDay =
    month === undefined || day === undefined ? undefined : `${twoDigits(month)}${twoDigits(day)}`
  return { calendar, ...defined({ year, monthDay, leapMonth }) }
}
