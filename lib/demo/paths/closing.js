import { callAsMember, leave } from '../api/session.js'
import { go, when } from '../signpost.js'
import { show } from '../stage.js'
import { closingView } from '../views/closing.js'
import { t } from '../words/language.js'
import { refused } from './account.js'

/** What closing the account means, told before anything is done. */
when('closing', ({ member }) => show(closingView, { member }, { close, keep: () => go('account', {}) }))

async function close() {
  const { problem } = await callAsMember('DELETE', '/me')
  if (problem !== undefined) return refused(problem)
  leave()
  return go('welcome', { notice: () => t('isClosed') })
}
