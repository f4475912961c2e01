import type { Birth } from './evidence.ts'

/** Whether two birth dates are complete and the same day of the same calendar. */
export function sameBirth(a: Birth | undefined, b: Birth | undefined): boolean {
  if (a?.year === undefined || a.monthDay === undefined) return false
  return (
    a.year === b?.year &&
    a.monthDay === b.monthDay &&
    a.calendar === b.calendar &&
    (a.leapMonth ?? false) === (b.leapMonth ?? false)
  )
}

/** Turns a whole lunar date into the same day of the solar calendar; undefined for a day that there is not. */
export type ToSolar = (lunar: Birth) => Birth | undefined

/** The oldest age in whole years that a birth date allows on a day; undefined when nothing is known. */
function oldestAge(given: Birth | undefined, today: Date, toSolar: ToSolar): number | undefined {
  const isLunarDay = given?.calendar === 'lunar' && given.year !== undefined && given.monthDay !== undefined
  const birth = isLunarDay ? toSolar(given) : given
  if (birth?.year === undefined) return undefined
  const years = today.getUTCFullYear() - birth.year
  // Of a lunar year alone nothing but the year is certain: it ends in the next solar one.
  if (birth.monthDay === undefined) return years
  const monthDay = `${today.getUTCMonth() + 1}`.padStart(2, '0') + `${today.getUTCDate()}`.padStart(2, '0')
  return monthDay < birth.monthDay ? years - 1 : years
}

/** The oldest age that a range such as `1~9`, `10~14` or `90~` allows. */
function oldestOfRange(range: string | undefined): number | undefined {
  const upper = range === undefined ? undefined : /^\d{1,3}~(\d{1,3})$/.exec(range)?.[1]
  return upper === undefined ? undefined : Number(upper)
}

/**
 * Whether a visitor is certainly younger than an age in years; what is not known decides nothing.
 * `today` in the service's own time zone. A birthday on 29 February counts from 1 March in common years.
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
 * Whether this can be a whole birth date: a day that the calendar has. Of a lunar month only that it has at most
 * 30 days; a leap month is one of the lunar calendar.
 */
export function isBirthDate({ year, monthDay, calendar, leapMonth }: Birth): boolean {
  if (year === undefined || monthDay === undefined || year < oldestYear || year > 9999) return false
  const [month, day] = [Number(monthDay.slice(0, 2)), Number(monthDay.slice(2))]
  if (calendar === 'lunar') return month >= 1 && month <= 12 && day >= 1 && day <= 30
  const date = new Date(Date.UTC(year, month - 1, day))
  return leapMonth !== true && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
