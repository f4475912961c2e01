import { call } from './api/api.js'
import { t } from './words/language.js'

let aheadMs = 0

/** `31 days`, `2 h`, `11 min`: the largest unit that fits. */
export function spanOf(seconds) {
  const days = Math.round(seconds / 86_400)
  if (days >= 1) return t(days === 1 ? 'oneDay' : 'days', { n: days })
  if (seconds >= 3_600) return t('hours', { n: Math.round(seconds / 3_600) })
  return t('minutes', { n: Math.round(seconds / 60) })
}

/** Moves ieum's clock forward. */
export async function advance(seconds) {
  const answer = await call('POST', '/_local/clock', { body: { advanceSeconds: seconds } })
  if (answer.body?.now !== undefined) aheadMs = Date.parse(answer.body.now) - Date.now()
  return answer
}

/** Asks how far ahead the clock is already; an earlier visitor may have moved it. */
export const readClock = () => advance(0)

/** Seconds that the clock is ahead, when it is worth telling. */
export const secondsAhead = () => (aheadMs > 30_000 ? Math.round(aheadMs / 1_000) : 0)
