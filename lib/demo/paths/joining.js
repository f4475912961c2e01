import { profileWith } from '../address.js'
import { call } from '../api/api.js'
import { forgetExchanges } from '../api/exchanges.js'
import { photoActions } from '../api/photos.js'
import { demoClientId, requestUpload, sendRegistration } from '../api/visit.js'
import { attributeSchema } from '../attributes.js'
import { follow, go, when } from '../signpost.js'
import { showView, update } from '../stage.js'
import { signUpView } from '../views/sign-up.js'
import { proveAddress } from './address.js'

const back = () => go('home')

/** A new visitor from a provider. The visitor first proves each required contact that the provider does not vouch for. */
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
  const join = (typed) => complete(sendRegistration(outcome, { ...typed, verificationTokens }))
  showView(
    signUpView,
    {
      terms,
      profile,
      missing,
      lead: familyMember ? 'signUpFamily' : 'signUpLead',
      provider: identity.provider,
      schema: await attributeSchema(),
    },
    { join, ...photoActions((type) => requestUpload(outcome, type)), startOver: back },
  )
}

/** A new visitor with only an e-mail address or a phone number. */
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
    complete(
      call('POST', '/register', { body: { clientId: demoClientId, verificationToken, ...typed, ...more } }),
    )
  return showView(
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

/** Completes the sign-up. A problem appears in the form, so the visitor can correct the input. */
async function complete(asked) {
  const response = await asked
  const { problem } = response
  return problem === undefined
    ? follow(response)
    : update({ problem, isNumberTaken: problem.code === 'phone_taken' })
}
