import { call } from '../api/api.js'
import { callAsMember, ensureToken, keepToken, renew } from '../api/session.js'
import { forgetVisit, startCheck, startMemberVisit, visit } from '../api/visit.js'
import { attributeSchema } from '../attributes.js'
import { writeClock } from '../chrome.js'
import { isPassword } from '../login-methods.js'
import { providerText } from '../providers.js'
import { go, when } from '../signpost.js'
import { showView, update } from '../stage.js'
import { advance, spanOf } from '../time.js'
import { memberView } from '../views/member.js'
import { t } from '../words/language.js'
import { deviceActions } from './devices.js'

let member

/** The page of the member. `word` names the text about the last action, `provider` the provider of that action. */
when('account', async ({ created, word, provider, termsDue, sayRenewed = false }) => {
  const me = await callAsMember('GET', '/me')
  if (me.problem !== undefined) return go('locked_out', me)
  member = me.body
  const said = sayRenewed && me.renewed ? 'shownAfterRenewal' : word
  return showView(
    memberView,
    {
      created,
      member,
      termsDue,
      schema: await attributeSchema(),
      ...(said === undefined ? {} : { notice: () => t(said, { provider: providerText(provider) }) }),
    },
    actions,
  )
})

/** Handles a problem. When the action needs a fresh sign-in, the member signs in and presses the button again. */
export function refused(problem) {
  if (problem.code === 'invalid_token') return go('locked_out', { problem })
  if (problem.code !== 'insufficient_user_authentication') return update({ problem })
  const methods = member.methods
  const method = methods.some(isPassword) ? 'password' : 'code'
  const identifier = member.email ?? member.phone
  const typed = identifier === undefined ? undefined : { identifier }
  return go('sign_in', { reason: 'refresh', methods, method, typed })
}

/** Loads the consents of the member. `word` names the text about the last action. */
async function readConsents(word) {
  const history = await callAsMember('GET', '/me/consents')
  const terms = await call('GET', '/terms')
  const problem = history.problem ?? terms.problem
  if (problem !== undefined) return refused(problem)
  const notice = word === undefined ? {} : { notice: () => t(word) }
  return update({ consents: history.body.consents, terms: terms.body.terms, ...notice })
}

const actions = {
  ...deviceActions(refused),
  showMe: () => go('account', { word: 'shown', sayRenewed: true }),
  renew: async () => {
    const { problem } = await renew()
    return problem === undefined ? go('account', { word: 'renewed' }) : go('locked_out', { problem })
  },
  advance: async (seconds) => {
    await advance(seconds)
    writeClock()
    update({ notice: () => t('timeMoved', { ahead: spanOf(seconds) }) })
  },
  sweep: async () => {
    const { body = {} } = await call('POST', '/_local/sweep')
    update({ notice: () => t('swept', { ended: body.ended ?? 0, failed: body.failed ?? 0 }) })
  },
  pause: async () => {
    const { problem } = await callAsMember('POST', '/me/deactivate', {})
    return problem === undefined ? go('paused') : refused(problem)
  },
  openClosing: () => go('closing', { member }),
  add: async (provider) => {
    const { problem } = await startMemberVisit(provider, 'link')
    if (problem !== undefined) return refused(problem)
  },
  proveAgain: async (provider) => {
    const { problem } = await startMemberVisit(provider, 'reauth')
    if (problem !== undefined) return refused(problem)
  },
  unlink: async ({ provider, subject }) => {
    const { problem } = await callAsMember('POST', '/unlink', { provider, subject })
    return problem === undefined ? go('account', { word: 'wasUnlinked', provider }) : refused(problem)
  },
  edit: (part) => go('edit', { part, member }),
  checkIdentity: async () => {
    const { problem } = await startCheck()
    if (problem !== undefined) return refused(problem)
  },
  agreeTo: async (terms) => {
    const consents = terms.map(({ tag, version }) => ({ tag, version, agreed: true }))
    const { problem } = await callAsMember('POST', '/me/consents', { consents })
    return problem === undefined ? go('account', { word: 'wasAgreed' }) : refused(problem)
  },
  openConsents: () => readConsents(),
  changeConsent: async ({ tag, version }, agreed) => {
    const body = { consents: [{ tag, version, agreed }] }
    const { problem } = await callAsMember('POST', '/me/consents', body)
    return problem === undefined ? readConsents(agreed ? 'wasAgreed' : 'wasWithdrawn') : refused(problem)
  },
}

/** Handles the return from a provider. The page was reloaded, so its access token is gone. */
const backWith = (word) => async () => {
  const provider = visit()?.provider
  forgetVisit()
  const { problem } = await ensureToken()
  return problem === undefined ? go('account', { word, provider }) : go('locked_out', { problem })
}
when('linked', backWith('wasLinked'))
when('already_linked', backWith('wasLinkedAlready'))
when('merged', backWith('wasMerged'))
when('kept_apart', backWith('wasKeptApart'))
when('identity_verified', backWith('wasIdentified'))
when('reauthenticated', (outcome) => {
  forgetVisit()
  keepToken(outcome)
  return go('account', { word: 'isFresh' })
})
