import { lunarCalendar } from '#lunar-calendar'
import type { Calendar } from '../flows/ports/calendar.ts'

const twoDigits = (number: number): string => `${number}`.padStart(2, '0')

/** Korea has used UTC+9 all year since 1988. */
const koreaAheadMs = 9 * 3_600_000

/**
 * The solar calendar, and the Korean lunar calendar of the Korea Astronomy and Space Science Institute for
 * 1000 to 2050 with leap months. `toSolar` gives undefined for a lunar day that does not exist, such as the
 * 30th of a 29-day month. `today` gives the current date in Korea as a UTC date.
 */
export const calendar: Calendar = {
  toSolar({ year, monthDay, leapMonth = false }) {
    const written = monthDay === undefined ? null : /^(\d\d)(\d\d)$/.exec(monthDay)
    if (year === undefined || written === null) return undefined
    const [month, day] = [Number(written[1]), Number(written[2])]
    const lunar = lunarCalendar()
    if (!lunar.setLunarDate(year, month, day, leapMonth)) return undefined
    const solar = lunar.getSolarCalendar()
    return {
      calendar: 'solar',
      year: solar.year,
      monthDay: `${twoDigits(solar.month)}${twoDigits(solar.day)}`,
    }
  },
  today: (now) => new Date(now.getTime() + koreaAheadMs),
}
