import { createRequire } from 'node:module'
import { bundledFile } from './current-stage.ts'

/*
 * Libraries that most requests do not use, in files beside the bundle. A function loads one when it is first used. This
 * module is `#phone-numbers` and `#lunar-calendar` in every bundle.
 */

type PhoneNumbers = typeof import('../contacts/phone-numbers.ts')
type LunarCalendar = typeof import('../calendar/lunar-calendar.ts')

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

/** Loads a file once. */
function load(name: string) {
  const file = bundledFile(name, process.env)
  return createRequire(file)(file)
}
