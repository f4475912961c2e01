import { call } from '../api.js'
import { forgetExchanges } from '../exchanges.js'
import { follow, go, when } from '../signpost.js'
import { show, update } from '../stage.js'
import { signUpView } from '../views/sign-up.js'
import { clientId, register } from '../visit.js'
import { proveAddress } from './address.js'

const back = () => go('home')

/** A stranger from a provider. An address that the provider does not have is asked for, and proven, first. */
when('registration_required', (outcome) =>
  outcome.missing.includes('email') ? askForAddress(outcome) : askToJoin(outcome),
)

const askForAddress = (outcome) =>
  proveAddress({
    purpose: 'sign_up',
    title: 'typedAddressTitle',
    lead: 'typedAddressLead',
    others: { startOver: back },
    done: (verificationToken, to) => {
      const profile = { ...outcome.profile, email: to, emailVerified: true }
      const missing = outcome.missing.filter((item) => item !== 'email')
      return askToJoin({ ...outcome, profile, missing }, verificationToken)
    },
  })

function askToJoin(outcome, verificationToken) {
  const { terms, profile, missing, familyMember, identity } = outcome
  const join = (typed) => complete(register(outcome, { ...typed, verificationToken }))
  show(
    signUpView,
    {
      terms,
      profile,
      missing,
      lead: familyMember ? 'signUpFamily' : 'signUpLead',
      provider: identity.provider,
    },
    { join, startOver: back },
  )
}

/** A stranger with an e-mail address and nothing else. */
when('join', () => {
  forgetExchanges()
  return proveAddress({
    purpose: 'sign_up',
    title: 'joinTitle',
    lead: 'joinLead',
    others: { startOver: back },
    done: askForPassword,
  })
})

async function askForPassword(verificationToken, to) {
  const { body, problem } = await call('GET', '/terms')
  if (problem !== undefined) return go('problem', { problem })
  const profile = { email: to, emailVerified: true }
  const join = ({ name, password, consents }) =>
    complete(call('POST', '/register', { body: { clientId, verificationToken, name, password, consents } }))
  return show(
    signUpView,
    { terms: body.terms, profile, missing: ['name'], lead: 'signUpLead' },
    { join, startOver: back },
  )
}

/** What can be mended is mended in the form; who is a member already goes in by a code. */
async function complete(asked) {
  const answer = await asked
  return answer.problem === undefined ? follow(answer) : update({ problem: answer.problem })
}
