import * as library from 'korean-lunar-calendar'

type Lunar = typeof library.default.default

/**
 * The library's types describe its CommonJS form, where the class is nested one
 * level deeper than in its ES module.
 */
const isLunar = (found: unknown): found is Lunar => typeof found === 'function'

/** A new calendar of the library. This module is `#lunar-calendar` where nothing is bundled. */
export function lunarCalendar() {
  const found: unknown = library.default
  if (!isLunar(found)) throw new Error('korean-lunar-calendar has an unexpected export')
  return new found()
}
