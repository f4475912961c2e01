import { call } from '../api/api.js'
import { callAsMember, forgetMember } from '../api/session.js'
import { go, when } from '../signpost.js'
import { showView } from '../stage.js'
import { closingView } from '../views/closing.js'
import { t } from '../words/language.js'
import { refused } from './account.js'

/** Shows the effects of closing the account, before the member confirms. */
when('closing', async ({ member }) => {
  const days = await graceDays()
  showView(closingView, { member, days }, { close: () => close(days), keep: () => go('account', {}) })
})

/** The days in which a closed account can be restored, as the stage says. */
const graceDays = async () => (await call('GET', '/_local/closing')).body?.graceDays

async function close(days) {
  const { problem } = await callAsMember('DELETE', '/me')
  if (problem !== undefined) return refused(problem)
  forgetMember()
  return go('welcome', { notice: () => t('isClosed', { days }) })
}
