import { callAsMember, forgetMember } from '../api/session.js'
import { go, when } from '../signpost.js'
import { showView } from '../stage.js'
import { closingView } from '../views/closing.js'
import { t } from '../words/language.js'
import { refused } from './account.js'

/** Shows the effects of closing the account, before the member confirms. */
when('closing', ({ member }) => showView(closingView, { member }, { close, keep: () => go('account', {}) }))

async function close() {
  const { problem } = await callAsMember('DELETE', '/me')
  if (problem !== undefined) return refused(problem)
  forgetMember()
  return go('welcome', { notice: () => t('isClosed') })
}
