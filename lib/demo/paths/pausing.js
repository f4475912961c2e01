import { call } from '../api/api.js'
import { forgetExchanges } from '../api/exchanges.js'
import { forgetMember } from '../api/session.js'
import { go, when } from '../signpost.js'
import { showView } from '../stage.js'
import { reactivateView } from '../views/reactivate.js'
import { t } from '../words/language.js'

/** Gives the token of a reactivation mail once. The token leaves the address bar before its use. */
export function reactivationToken() {
  const token = /^#reactivate=(\S+)$/.exec(location.hash)?.[1]
  if (token !== undefined) history.replaceState(null, '', location.pathname)
  return token
}

/** The person opened the link of the mail. Only the button reactivates the account, since programs open links too. */
when('reactivate', ({ token }) => {
  forgetExchanges()
  const reactivate = async () => {
    const { problem } = await call('POST', '/reactivate', { body: { token } })
    if (problem !== undefined) return go('problem', { problem })
    return go('welcome', { notice: () => t('isReactivated') })
  }
  return showView(reactivateView, {}, { reactivate, startOver: () => go('home') })
})

/** The member paused the account, and is signed out everywhere. */
when('paused', () => {
  forgetMember()
  return go('welcome', { notice: () => t('isPaused') })
})
