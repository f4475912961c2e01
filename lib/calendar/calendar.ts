import * as library from 'korean-lunar-calendar'
import type { Calendar } from '../flows/ports/calendar.ts'

type Lunar = typeof library.default.default

/** The library's types describe its CommonJS form, whose class is one step further in; what is loaded is its ES module. */
const isLunar = (found: unknown): found is Lunar => typeof found === 'function'

function lunarCalendar() {
  const found: unknown = library.default
  if (!isLunar(found)) throw new Error('korean-lunar-calendar is not what it was')
  return new found()
}

const two = (number: number): string => `${number}`.padStart(2, '0')

/** Korea has kept UTC+9 all year since 1988. */
const koreaAheadMs = 9 * 3_600_000

/**
 * The calendars that people in Korea are born by: the solar one, and the lunar one of the Korea Astronomy and Space
 * Science Institute from 1000 to 2050, with its leap months. A lunar day that there is not, such as the 30th of a
 * month of 29 days or a leap month of another year, is nobody's.
 */
export const calendar: Calendar = {
  toSolar({ year, monthDay, leapMonth = false }) {
    const written = monthDay === undefined ? null : /^(\d\d)(\d\d)$/.exec(monthDay)
    if (year === undefined || written === null) return undefined
    const [month, day] = [Number(written[1]), Number(written[2])]
    const lunar = lunarCalendar()
    if (!lunar.setLunarDate(year, month, day, leapMonth)) return undefined
    const solar = lunar.getSolarCalendar()
    return { calendar: 'solar', year: solar.year, monthDay: `${two(solar.month)}${two(solar.day)}` }
  },
  today: (now) => new Date(now.getTime() + koreaAheadMs),
}
