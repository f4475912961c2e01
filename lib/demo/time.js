import { callLocal } from './local.js'
import { t } from './words/language.js'

let aheadMs = 0

/** Gives a duration in its largest unit: `31 days`, `2 h`, `11 min`. */
export function spanOf(seconds) {
  const days = Math.round(seconds / 86_400)
  if (days >= 1) return t(days === 1 ? 'oneDay' : 'days', { n: days })
  if (seconds >= 3_600) return t('hours', { n: Math.round(seconds / 3_600) })
  return t('minutes', { n: Math.round(seconds / 60) })
}

/** Moves the clock of ieum forward. */
export async function advance(seconds) {
  const moved = await callLocal('POST', '/_local/clock', { advanceSeconds: seconds })
  if (moved?.now !== undefined) aheadMs = Date.parse(moved.now) - Date.now()
}

/** Reads how far ahead the clock is. An earlier visitor may have moved the clock. */
export const readClock = () => advance(0)

/** Gives the seconds that the clock is ahead. Differences below half a minute count as none. */
export const secondsAhead = () => (aheadMs > 30_000 ? Math.round(aheadMs / 1_000) : 0)
