import { profileWith } from '../address.js'
import { call } from '../api/api.js'
import { forgetExchanges } from '../api/exchanges.js'
import { photoActions } from '../api/photos.js'
import { clientId, register, startUpload } from '../api/visit.js'
import { attributeSchema } from '../attributes.js'
import { follow, go, when } from '../signpost.js'
import { show, update } from '../stage.js'
import { signUpView } from '../views/sign-up.js'
import { proveAddress } from './address.js'

const back = () => go('home')

/** A stranger from a provider. What the provider does not vouch for and joining needs is asked for, and proven, first. */
when('registration_required', (outcome) => askForContacts(outcome, []))

function askForContacts(outcome, verificationTokens) {
  const kind = ['email', 'phone'].find((item) => outcome.missing.includes(item))
  if (kind === undefined) return askToJoin(outcome, verificationTokens)
  return proveAddress({
    purpose: 'sign_up',
    kind,
    title: `typed_${kind}_title`,
    lead: `typed_${kind}_lead`,
    others: { startOver: back },
    done: (verificationToken, to) => {
      const profile = { ...outcome.profile, ...profileWith(to) }
      const missing = outcome.missing.filter((item) => item !== kind)
      return askForContacts({ ...outcome, profile, missing }, [...verificationTokens, verificationToken])
    },
  })
}

async function askToJoin(outcome, verificationTokens) {
  const { terms, profile, missing, familyMember, identity } = outcome
  const join = (typed) => complete(register(outcome, { ...typed, verificationTokens }))
  show(
    signUpView,
    {
      terms,
      profile,
      missing,
      lead: familyMember ? 'signUpFamily' : 'signUpLead',
      provider: identity.provider,
      schema: await attributeSchema(),
    },
    { join, ...photoActions((type) => startUpload(outcome, type)), startOver: back },
  )
}

/** A stranger with an e-mail address or a number and nothing else. */
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
  const joinAs = (more) => (typed) =>
    complete(call('POST', '/register', { body: { clientId, verificationToken, ...typed, ...more } }))
  return show(
    signUpView,
    {
      terms: body.terms,
      profile: profileWith(to),
      missing: ['name'],
      lead: 'signUpLead',
      schema: await attributeSchema(),
    },
    {
      join: joinAs({}),
      joinAsNew: joinAs({ continueAs: 'new' }),
      ...photoActions((contentType) =>
        call('POST', '/uploads', { body: { verificationToken, contentType } }),
      ),
      startOver: back,
    },
  )
}

/** What can be mended is mended in the form; who is a member already goes in by a code, or had another's number. */
async function complete(asked) {
  const answer = await asked
  const { problem } = answer
  return problem === undefined
    ? follow(answer)
    : update({ problem, isNumberTaken: problem.code === 'phone_taken' })
}
