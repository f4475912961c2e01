import { call } from '../api/api.js'
import { forgetExchanges } from '../api/exchanges.js'
import { keepToken } from '../api/session.js'
import { demoClientId, forgetVisit, secondClientId, startMemberVisit } from '../api/visit.js'
import { isCode, isPassword } from '../login-methods.js'
import { isProvider } from '../providers.js'
import { follow, go, when } from '../signpost.js'
import { showView, update } from '../stage.js'
import { passwordView } from '../views/password.js'
import { proveAddress } from './address.js'

/**
 * The reasons for signing in: a plain sign-in, proof for a question about a member, an own account that nobody found,
 * proof of the other account before a merge, or a fresh sign-in for an important action. Each reason has a text, the step that follows, and the step back.
 */
const reasons = {
  come_in: {
    lead: 'signInLead',
    after: (response) => follow(response),
    back: () => go('home'),
  },
  prove: {
    lead: 'proveLead',
    after: (response, { question }) => {
      keepToken(response.body)
      return go('proven', { question })
    },
    back: ({ question }) => go(question.outcome, question),
  },
  own_account: {
    lead: 'ownAccountLead',
    after: (response, { question }) => {
      keepToken(response.body)
      return go('proven', { question })
    },
    back: ({ question }) => go('registration_required', question),
  },
  other_account: {
    lead: 'otherAccountLead',
    clientId: secondClientId,
    after: ({ body: { accessToken } }, { question }) =>
      go('merge_confirmation_required', { ...question, otherAccessToken: accessToken }),
    back: ({ question }) => go('merge_confirmation_required', question),
  },
  refresh: {
    lead: 'refreshLead',
    after: (response) => {
      keepToken(response.body)
      return go('account', { word: 'isFresh' })
    },
    back: () => go('account'),
  },
}

/** Both doors, when the API reveals no methods of the member. */
const bothDoors = ['password', 'email_code', 'sms_code']

/** `method` is `password` or `code`. `methods` are the member's methods, as far as the API reveals them. */
when('sign_in', ({ reason = 'come_in', method, methods = bothDoors, question, typed }) => {
  if (reason === 'come_in') forgetExchanges()
  const about = { reason, methods, question, typed }
  const takesCode = method === 'code' || (method === undefined && !methods.some(isPassword))
  return takesCode ? byCode(about) : byPassword(about)
})

const clientOf = ({ reason }) => reasons[reason].clientId ?? demoClientId

const otherMethods = (about, method) => ({
  ...(method !== 'password' && about.methods.some(isPassword)
    ? { byPassword: () => go('sign_in', { ...about, method: 'password' }) }
    : {}),
  ...(method !== 'code' && about.methods.some(isCode)
    ? { byCode: () => go('sign_in', { ...about, method: 'code' }) }
    : {}),
  ...(about.reason === 'refresh' ? Object.fromEntries(about.methods.filter(isProvider).map(again)) : {}),
  back: () => reasons[about.reason].back(about),
})

/** Offers a provider for re-authentication, under the name of the provider. */
const again = (provider) => [
  provider,
  async () => {
    const response = await startMemberVisit(provider, 'reauth')
    if (response.problem !== undefined) update({ problem: response.problem })
  },
]

function byPassword(about) {
  const others = otherMethods(about, 'password')
  const signIn = async ({ identifier, password }) => {
    const body = { clientId: clientOf(about), identifier, password }
    return finish(about, await call('POST', '/login/password', { body }))
  }
  const { lead } = reasons[about.reason]
  showView(passwordView, { lead, typed: about.typed, others: Object.keys(others) }, { signIn, ...others })
}

function byCode(about) {
  const { lead } = reasons[about.reason]
  proveAddress({
    purpose: 'sign_in',
    title: 'byCodeTitle',
    lead,
    to: about.typed?.identifier,
    others: otherMethods(about, 'code'),
    done: async (verificationToken) =>
      finish(
        about,
        await call('POST', '/login/code', { body: { clientId: clientOf(about), verificationToken } }),
      ),
  })
}

const finish = (about, response) =>
  response.problem === undefined
    ? reasons[about.reason].after(response, about)
    : update({ problem: response.problem })

/** A member is signed in, by any method. */
when('signed_in', (outcome) => {
  forgetVisit()
  keepToken(outcome)
  return go('account', { created: outcome.created, termsDue: outcome.termsDue })
})
