import { call } from '../api/api.js'
import { forgetExchanges } from '../api/exchanges.js'
import { enter } from '../api/session.js'
import { clientId, forgetVisit, startMemberVisit } from '../api/visit.js'
import { isProvider } from '../providers.js'
import { follow, go, when } from '../signpost.js'
import { show, update } from '../stage.js'
import { passwordView } from '../views/password.js'
import { proveAddress } from './address.js'

/**
 * Why somebody signs in: simply to come in, to prove to be the member whom a question is about, or because
 * something important needs a sign-in from just now. Each says what it is called, what follows, and the way back.
 */
const errands = {
  come_in: {
    lead: 'signInLead',
    after: (answer) => follow(answer),
    back: () => go('home'),
  },
  prove: {
    lead: 'proveLead',
    after: (answer, { question }) => {
      enter(answer.body)
      return go('proven', { question })
    },
    back: ({ question }) => go(question.outcome, question),
  },
  refresh: {
    lead: 'refreshLead',
    after: (answer) => {
      enter(answer.body)
      return go('account', { word: 'isFresh' })
    },
    back: () => go('account'),
  },
}

/** `way` is `password` or `code`; `ways` are those that the member has, as far as one may know. */
when('sign_in', ({ errand = 'come_in', way, ways = ['password', 'code'], question, typed }) => {
  if (errand === 'come_in') forgetExchanges()
  const about = { errand, ways, question, typed }
  return way === 'code' ? byCode(about) : byPassword(about)
})

const otherWays = (about, way) => ({
  ...(way !== 'password' && about.ways.includes('password')
    ? { byPassword: () => go('sign_in', { ...about, way: 'password' }) }
    : {}),
  ...(way !== 'code' && about.ways.includes('code')
    ? { byCode: () => go('sign_in', { ...about, way: 'code' }) }
    : {}),
  ...(about.errand === 'refresh' ? Object.fromEntries(about.ways.filter(isProvider).map(again)) : {}),
  back: () => errands[about.errand].back(about),
})

/** A provider as another way to prove presence, under its own name. */
const again = (provider) => [
  provider,
  async () => {
    const answer = await startMemberVisit(provider, 'reauth')
    if (answer.problem !== undefined) update({ problem: answer.problem })
  },
]

function byPassword(about) {
  const others = otherWays(about, 'password')
  const signIn = async ({ identifier, password }) => {
    const body = { clientId, identifier, password }
    return finish(about, await call('POST', '/login/password', { body }))
  }
  const { lead } = errands[about.errand]
  show(passwordView, { lead, typed: about.typed, others: Object.keys(others) }, { signIn, ...others })
}

function byCode(about) {
  const { lead } = errands[about.errand]
  proveAddress({
    purpose: 'sign_in',
    title: 'byCodeTitle',
    lead,
    to: about.typed?.identifier,
    others: otherWays(about, 'code'),
    done: async (verificationToken) =>
      finish(about, await call('POST', '/login/code', { body: { clientId, verificationToken } })),
  })
}

const finish = (about, answer) =>
  answer.problem === undefined
    ? errands[about.errand].after(answer, about)
    : update({ problem: answer.problem })

/** A member came in, by whichever way. */
when('signed_in', (outcome) => {
  forgetVisit()
  enter(outcome)
  return go('account', { created: outcome.created, termsDue: outcome.termsDue })
})
