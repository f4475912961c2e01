import type { Birth } from './evidence.ts'
import type { InputFault } from './problem.ts'

/** Whether both birth dates are complete and name the same day of the same calendar. */
export function sameBirth(a: Birth | undefined, b: Birth | undefined): boolean {
  if (a?.year === undefined || a.monthDay === undefined) return false
  return (
    a.year === b?.year &&
    a.monthDay === b.monthDay &&
    a.calendar === b.calendar &&
    (a.leapMonth ?? false) === (b.leapMonth ?? false)
  )
}

/**
 * Converts a complete lunar date to the solar calendar; gives undefined for a lunar day that does not exist.
 */
export type ToSolar = (lunar: Birth) => Birth | undefined

/** The oldest age in whole years that a birth date allows on `today`; undefined if the year is unknown. */
function oldestAge(given: Birth | undefined, today: Date, toSolar: ToSolar): number | undefined {
  const isLunarDay = given?.calendar === 'lunar' && given.year !== undefined && given.monthDay !== undefined
  const birth = isLunarDay ? toSolar(given) : given
  if (birth?.year === undefined) return undefined
  const years = today.getUTCFullYear() - birth.year
  // A lunar year ends in the next solar year, so only the year itself is certain.
  if (birth.monthDay === undefined) return years
  const monthDay = `${today.getUTCMonth() + 1}`.padStart(2, '0') + `${today.getUTCDate()}`.padStart(2, '0')
  return monthDay < birth.monthDay ? years - 1 : years
}

/**
 * The oldest age that an age range such as `1~9` or `10~14` allows; undefined for an open range such as
 * `90~`.
 */
function oldestOfRange(range: string | undefined): number | undefined {
  const upper = range === undefined ? undefined : /^\d{1,3}~(\d{1,3})$/.exec(range)?.[1]
  return upper === undefined ? undefined : Number(upper)
}

/**
 * Whether a visitor is certainly younger than `minimumAge`, in whole years. Unknown data never
 * makes anyone younger. Takes `today` in the service's time zone. A birthday on 29 February
 * counts from 1 March in common years.
 */
export function isYoungerThan(
  minimumAge: number,
  person: { readonly birth?: Birth | undefined; readonly ageRange?: string | undefined },
  today: Date,
  toSolar: ToSolar,
): boolean {
  const ages = [oldestAge(person.birth, today, toSolar), oldestOfRange(person.ageRange)]
  return ages.some((age) => age !== undefined && age < minimumAge)
}

const oldestYear = 1900

/**
 * Whether a birth is a complete date from 1900 on that its calendar has. Lunar months have at most 30 days;
 * the exact length is not checked. Only the lunar calendar has leap months.
 */
export function isBirthDate({ year, monthDay, calendar, leapMonth }: Birth): boolean {
  if (year === undefined || monthDay === undefined || year < oldestYear || year > 9999) return false
  const [month, day] = [Number(monthDay.slice(0, 2)), Number(monthDay.slice(2))]
  if (calendar === 'lunar') return month >= 1 && month <= 12 && day >= 1 && day <= 30
  const date = new Date(Date.UTC(year, month - 1, day))
  return leapMonth !== true && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** The faults of a birth date that somebody typed: a lunar day must be in its year. */
export function typedBirthFaults(birth: Birth | undefined, toSolar: ToSolar): readonly InputFault[] {
  if (birth?.calendar !== 'lunar' || toSolar(birth) !== undefined) return []
  const detail = { ko: '음력에 없는 날짜입니다.', en: 'is no day of the lunar calendar' }
  return [{ pointer: '/birth', detail }]
}
