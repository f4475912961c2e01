import { defined } from '../../domain/values/defined.ts'
import type { Birth } from '../../domain/values/evidence.ts'

// The readers of values as files write them. Each gives undefined for a value in another form.

/**
 * Reads one line of at most `maxLength` characters without control characters. A safe integer counts as text.
 */
export function readText(value: unknown, maxLength: number): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string') return undefined
  const trimmed = text.trim()
  const isPlain = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u.test(trimmed)
  return isPlain && trimmed.length <= maxLength ? trimmed : undefined
}

const yes = new Set(['true', 't', 'yes', 'y', '1'])
const no = new Set(['false', 'f', 'no', 'n', '0'])

/** Reads a boolean: `true`, `t`, `yes`, `y`, `1` and their opposites. */
export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = String(value).trim().toLowerCase()
  if (yes.has(text)) return true
  return no.has(text) ? false : undefined
}

const moment =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?(Z|[+-]\d{2}(?::?\d{2})?)?$/

/** Reads a time in RFC 3339 or in the format of databases. Without an offset the time is Korean. */
export function readMoment(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined
  const [, day, time = '00:00', offset = '+09:00'] = moment.exec(value.trim()) ?? []
  if (day === undefined) return undefined
  const zone = offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.replace(':', '').slice(3) || '00'}`
  const date = new Date(`${day}T${time.slice(0, 12)}${zone}`)
  return Number.isNaN(date.getTime()) || !isDay(day.slice(0, 4), day.slice(5, 7), day.slice(8))
    ? undefined
    : date
}

function isDay(year: string, month: string, day: string): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

/**
 * Reads a birth date: `1990-02-20`, `19900220`, or a part: `1990`, `02-20`, `0220`. A lunar month has at most
 * 30 days.
 */
export function readBirth(
  value: unknown,
  calendar: Birth['calendar'],
  leapMonth: boolean | undefined,
): Birth | undefined {
  const [, year, month, day] =
    /^(?:(\d{4})-?)?(?:(\d{2})-?(\d{2}))?$/.exec(String(value).trim().replace(/[./]/g, '-')) ?? []
  if (year === undefined && month === undefined) return undefined
  if (year !== undefined && !(Number(year) >= 1880 && Number(year) <= 2100)) return undefined
  if (month !== undefined && day !== undefined) {
    // 2000 is a leap year, so a 29 February without a year is valid.
    const exists =
      calendar === 'solar'
        ? isDay(year ?? '2000', month, day)
        : Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 30
    if (!exists) return undefined
  }
  return {
    calendar,
    ...defined({
      year: year === undefined ? undefined : Number(year),
      monthDay: month === undefined ? undefined : `${month}${day}`,
      leapMonth,
    }),
  }
}

/** Reads a list: a JSON list, JSON text, or text with semicolons between the parts. */
export function readList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (!text.startsWith('[')) return text.split(';').map((part) => part.trim())
  const parsed = readJson(text)
  return Array.isArray(parsed) ? parsed : undefined
}

/** Reads an object: a JSON object or JSON text. */
export function readObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const parsed = typeof value === 'string' ? readJson(value) : value
  return isObject(parsed) ? parsed : undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
