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

/** The oldest age in whole years that a birth date allows on a day; undefined when nothing is known. */
function oldestAge(birth: Birth | undefined, today: Date): number | undefined {
  if (birth?.year === undefined) return undefined
  const years = today.getUTCFullYear() - birth.year
  // A lunar day falls up to two months later in the solar year, so only the year is certain.
  if (birth.monthDay === undefined || birth.calendar === 'lunar') return years
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
): boolean {
  const ages = [oldestAge(person.birth, today), oldestOfRange(person.ageRange)]
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
