import { createRequire } from 'node:module'
import { bundledFile } from '../current-stage.ts'

/*
 * What most requests do not use, in files beside the bundle. A function loads one when it is first used. This module
 * takes the place of each in every bundle.
 */

type PhoneNumbers = typeof import('../../contacts/phone-numbers.ts')
type LunarCalendar = typeof import('../../calendar/lunar-calendar.ts')
type FaultTexts = typeof import('../../attributes/fault-texts.ts')
type ProblemPage = typeof import('../../http/response/problem-page.ts')
type ProblemTexts = typeof import('../../http/response/problem-texts.ts')

/** The library of phone numbers. */
export function phoneNumbers(): ReturnType<PhoneNumbers['phoneNumbers']> {
  const library: PhoneNumbers = load('phone-numbers.cjs')
  return library.phoneNumbers()
}

/** A new calendar of the library. */
export function lunarCalendar(): ReturnType<LunarCalendar['lunarCalendar']> {
  const library: LunarCalendar = load('lunar-calendar.cjs')
  return library.lunarCalendar()
}

/** The text of a problem for the person who meets it, in both languages. */
export const problemText: ProblemTexts['problemText'] = (...problem) => {
  const texts: ProblemTexts = load('problem-texts.cjs')
  return texts.problemText(...problem)
}

/** The page of a problem for a browser that cannot be redirected. */
export const problemPage: ProblemPage['problemPage'] = (...shown) => {
  const page: ProblemPage = load('problem-page.cjs')
  return page.problemPage(...shown)
}

/** The text of a fault of an attribute for the person who fills in a form. */
export const faultText: FaultTexts['faultText'] = (fault) => {
  const texts: FaultTexts = load('fault-texts.cjs')
  return texts.faultText(fault)
}

/** The text of a fault of the input. */
export const inputText: FaultTexts['inputText'] = (issue) => {
  const texts: FaultTexts = load('fault-texts.cjs')
  return texts.inputText(issue)
}

/** Loads a file once. */
function load(name: string) {
  const file = bundledFile(name, process.env)
  return createRequire(file)(file)
}
