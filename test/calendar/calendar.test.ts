import { describe, expect, test } from 'vitest'
import { calendar } from '../../lib/calendar/calendar.ts'

const solarOf = (year: number, monthDay: string, leapMonth = false) => {
  const solar = calendar.toSolar({ calendar: 'lunar', year, monthDay, leapMonth })
  return solar && `${solar.year}-${solar.monthDay}`
}

describe('a lunar day falls on the solar day of the almanac', () => {
  // Public holidays of the whole country: the lunar New Year and the harvest festival.
  test.each([
    [2012, '2012-0123', '2012-0930'],
    [2013, '2013-0210', '2013-0919'],
    [2014, '2014-0131', '2014-0908'],
    [2015, '2015-0219', '2015-0927'],
    [2016, '2016-0208', '2016-0915'],
    [2017, '2017-0128', '2017-1004'],
    [2018, '2018-0216', '2018-0924'],
    [2019, '2019-0205', '2019-0913'],
    [2020, '2020-0125', '2020-1001'],
    [2021, '2021-0212', '2021-0921'],
    [2022, '2022-0201', '2022-0910'],
    [2023, '2023-0122', '2023-0929'],
    [2024, '2024-0210', '2024-0917'],
    [2025, '2025-0129', '2025-1006'],
    [2026, '2026-0217', '2026-0925'],
  ])('of the year %i', (year, newYear, harvest) => {
    expect(solarOf(year, '0101')).toBe(newYear)
    expect(solarOf(year, '0815')).toBe(harvest)
  })

  test.each([
    [2012, '0301', '2012-0421', '2012-0322'],
    [2014, '0901', '2014-1024', '2014-0924'],
    [2017, '0501', '2017-0624', '2017-0526'],
    [2020, '0401', '2020-0523', '2020-0423'],
    [2023, '0201', '2023-0322', '2023-0220'],
  ])('in the leap month of %i, and in the month before it', (year, monthDay, leap, ordinary) => {
    expect(solarOf(year, monthDay, true)).toBe(leap)
    expect(solarOf(year, monthDay)).toBe(ordinary)
  })

  test('also where the lunar year ends in the next solar one', () => {
    expect(solarOf(2012, '1201')).toBe('2013-0112')
    expect(solarOf(2009, '1115')).toBe('2009-1230')
    expect(solarOf(2009, '1130')).toBe('2010-0114')
  })
})

describe('a lunar day without a solar day', () => {
  test.each([
    ['a leap month of another year', 2019, '0401', true],
    ['the 30th of a month of 29 days', 2017, '0530', true],
    ['a 13th month', 2015, '1301', false],
    ['a 31st', 2015, '0131', false],
    ['a year that the almanac does not reach', 2051, '0101', false],
    ['a year before it', 999, '0101', false],
    ['no day at all', 2015, '', false],
    ['text', 2015, 'ab01', false],
  ] as const)('%s', (_, year, monthDay, leapMonth) => {
    expect(solarOf(year, monthDay, leapMonth)).toBeUndefined()
  })

  test('is a day without a year, or a year without a day', () => {
    expect(calendar.toSolar({ calendar: 'lunar', monthDay: '0101' })).toBeUndefined()
    expect(calendar.toSolar({ calendar: 'lunar', year: 2012 })).toBeUndefined()
  })
})

test('today is the day in Korea', () => {
  const day = (moment: string) => calendar.today(new Date(moment)).toISOString().slice(0, 10)
  expect(day('2026-06-04T14:59:59Z')).toBe('2026-06-04')
  expect(day('2026-06-04T15:00:00Z')).toBe('2026-06-05')
})
