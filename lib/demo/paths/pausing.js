import { call } from '../api/api.js'
import { forgetExchanges } from '../api/exchanges.js'
import { leave } from '../api/session.js'
import { go, when } from '../signpost.js'
import { show } from '../stage.js'
import { wakeView } from '../views/wake.js'
import { t } from '../words/language.js'

/** The token of a reactivation mail, once: it is gone from the address bar before anything is done with it. */
export function wakingToken() {
  const token = /^#reactivate=(\S+)$/.exec(location.hash)?.[1]
  if (token !== undefined) history.replaceState(null, '', location.pathname)
  return token
}

/** Somebody opened the mail. Opening changes nothing, since programs open links too: a button does. */
when('wake', ({ token }) => {
  forgetExchanges()
  const wake = async () => {
    const { problem } = await call('POST', '/reactivate', { body: { token } })
    if (problem !== undefined) return go('problem', { problem })
    return go('welcome', { notice: () => t('isAwake') })
  }
  return show(wakeView, {}, { wake, startOver: () => go('home') })
})

/** The member has just paused the account, and is signed out everywhere. */
when('paused', () => {
  leave()
  return go('welcome', { notice: () => t('isPaused') })
})
