import { describe, expect, test } from 'vitest'
import { isYoungerThan, sameBirth, type ToSolar } from '../../../lib/domain/values/birth.ts'
import type { Birth } from '../../../lib/domain/values/evidence.ts'

const solar = (year?: number, monthDay?: string): Birth => ({
  calendar: 'solar',
  ...(year !== undefined && { year }),
  ...(monthDay !== undefined && { monthDay }),
})
const lunar = (year: number, monthDay: string, leapMonth?: boolean): Birth => ({
  year,
  monthDay,
  calendar: 'lunar',
  ...(leapMonth !== undefined && { leapMonth }),
})

describe('two birth dates are the same', () => {
  test.each<readonly [string, Birth, Birth]>([
    ['on the same day of the solar calendar', solar(1990, '0412'), solar(1990, '0412')],
    ['on the same day of the lunar calendar', lunar(1990, '0412'), lunar(1990, '0412')],
    ['in the same leap month', lunar(1990, '0512', true), lunar(1990, '0512', true)],
    ['when no leap month is told and none is meant', lunar(1990, '0412'), lunar(1990, '0412', false)],
  ])('%s', (_what, one, other) => {
    expect(sameBirth(one, other)).toBe(true)
    expect(sameBirth(other, one)).toBe(true)
  })
})

describe('two birth dates are not the same', () => {
  test.each<readonly [string, Birth | undefined, Birth | undefined]>([
    ['in another year', solar(1990, '0412'), solar(1991, '0412')],
    ['on another day', solar(1990, '0412'), solar(1990, '0413')],
    ['in another calendar', solar(1990, '0412'), lunar(1990, '0412')],
    ['in a leap month and not', lunar(1990, '0512', true), lunar(1990, '0512')],
    ['when neither tells the year', solar(undefined, '0412'), solar(undefined, '0412')],
    ['when neither tells the day', solar(1990), solar(1990)],
    ['when one does not tell the day', solar(1990, '0412'), solar(1990)],
    ['when one does not tell the year', solar(1990, '0412'), solar(undefined, '0412')],
    ['when one is missing', solar(1990, '0412'), undefined],
    ['when both are missing', undefined, undefined],
  ])('%s', (_what, one, other) => {
    expect(sameBirth(one, other)).toBe(false)
    expect(sameBirth(other, one)).toBe(false)
  })
})

/** One lunar day and its solar day. No other pair exists. */
const toSolar: ToSolar = ({ year, monthDay }) =>
  year === 2012 && monthDay === '1201' ? solar(2013, '0112') : undefined

const day = (date: string) => new Date(`${date}T00:00:00Z`)

describe('a birth date', () => {
  test.each<readonly [string, Birth | undefined, string, boolean]>([
    ['the day before the 14th birthday', solar(2012, '0605'), '2026-06-04', true],
    ['the 14th birthday', solar(2012, '0605'), '2026-06-05', false],
    ['the day after the 14th birthday', solar(2012, '0605'), '2026-06-06', false],
    ['a birthday in another month of two digits', solar(2012, '1001'), '2026-09-30', true],
    ['New Year’s Eve', solar(2012, '1231'), '2026-12-30', true],
    ['New Year', solar(2012, '0101'), '2026-01-01', false],
    ['29 February, on 28 February of a common year', solar(2012, '0229'), '2026-02-28', true],
    ['29 February, on 1 March of a common year', solar(2012, '0229'), '2026-03-01', false],
    ['29 February, on 28 February of a leap year', solar(2010, '0229'), '2024-02-28', true],
    ['29 February, on 29 February of a leap year', solar(2010, '0229'), '2024-02-29', false],
    ['a year alone, which may be that of a 14th birthday', solar(2012), '2026-01-01', false],
    ['a year alone, which is too late', solar(2013), '2026-12-31', true],
    ['a lunar day, the day before its solar birthday', lunar(2012, '1201'), '2027-01-11', true],
    ['a lunar day, on its solar birthday', lunar(2012, '1201'), '2027-01-12', false],
    ['a lunar day that there is not', lunar(2019, '0401', true), '2026-06-04', false],
    [
      'a lunar year alone, which may be that of a 14th birthday',
      { year: 2012, calendar: 'lunar' },
      '2026-01-01',
      false,
    ],
    ['a lunar year alone, which is too late', { year: 2013, calendar: 'lunar' }, '2026-12-31', true],
    ['a day without a year', solar(undefined, '0605'), '2026-06-04', false],
    ['nothing', undefined, '2026-06-04', false],
  ])('%s', (_what, birth, today, younger) => {
    expect(isYoungerThan(14, { birth }, day(today), toSolar)).toBe(younger)
  })
})

describe('an age range', () => {
  test.each<readonly [string | undefined, number, boolean]>([
    ['1~9', 14, true],
    ['10~14', 14, false],
    ['10~14', 15, true],
    ['14~14', 14, false],
    ['15~19', 14, false],
    ['15~19', 19, false],
    ['15~19', 20, true],
    ['90~', 14, false],
    ['19', 14, false],
    ['', 14, false],
    ['child', 14, false],
    ['~9', 14, false],
    ['1-9', 14, false],
    [undefined, 14, false],
  ])('%s and a minimum age of %i', (ageRange, minimumAge, younger) => {
    expect(isYoungerThan(minimumAge, { ageRange }, day('2026-06-05'), toSolar)).toBe(younger)
  })

  test('that is certainly too young counts, even beside an old enough year', () => {
    expect(isYoungerThan(14, { birth: solar(2012), ageRange: '1~9' }, day('2026-06-05'), toSolar)).toBe(true)
  })

  test('that is uncertain leaves the decision to the birth date', () => {
    expect(
      isYoungerThan(14, { birth: solar(2012, '0606'), ageRange: '10~14' }, day('2026-06-05'), toSolar),
    ).toBe(true)
  })
})

test('excludes nobody without a minimum age', () => {
  expect(isYoungerThan(0, { birth: solar(2026, '0605'), ageRange: '1~9' }, day('2026-06-05'), toSolar)).toBe(
    false,
  )
})
