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

/** The person signs in to an account that nothing of the visit led to. */
const ownAccount = (outcome) => () =>
  go('sign_in', { reason: 'own_account', method: 'password', question: outcome })

/**
 * A new visitor from a provider. The visitor first proves each required contact that the provider does not share, and
 * is asked to prove one that the provider has not verified: only a proven contact shows whether the visitor is a member.
 */
when('registration_required', (outcome) => askForContacts(outcome, []))

function askForContacts(outcome, verificationTokens) {
  const kind = ['email', 'phone'].find((item) => outcome.missing.includes(item))
  if (kind !== undefined) return askForContact(outcome, kind, verificationTokens)
  return verificationTokens.length > 0
    ? decideOnContacts(outcome, verificationTokens)
    : askForMore(outcome, verificationTokens)
}

const askForMore = (outcome, verificationTokens) =>
  outcome.verify.length > 0
    ? askToVerify(outcome, verificationTokens)
    : askToJoin(outcome, verificationTokens)

const withContact = (outcome, kind, to) => ({
  ...outcome,
  profile: { ...outcome.profile, ...profileWith(to) },
  missing: outcome.missing.filter((item) => item !== kind),
  verify: outcome.verify.filter((item) => item !== kind),
  contact: to,
})

const askForContact = (outcome, kind, verificationTokens) =>
  proveAddress({
    purpose: 'sign_up',
    kind,
    title: `typed_${kind}_title`,
    lead: `typed_${kind}_lead`,
    others: { haveAccount: ownAccount(outcome), startOver: back },
    done: (verificationToken, to) =>
      askForContacts(withContact(outcome, kind, to), [...verificationTokens, verificationToken]),
  })

function askToVerify(outcome, verificationTokens) {
  const [kind] = outcome.verify
  return proveAddress({
    purpose: 'sign_up',
    kind,
    title: `verify_${kind}_title`,
    lead: `verify_${kind}_lead`,
    provider: outcome.identity.provider,
    to: outcome.profile[kind],
    others: {
      skipVerifying: () => askToJoin(outcome, verificationTokens),
      haveAccount: ownAccount(outcome),
      startOver: back,
    },
    done: (verificationToken, to) =>
      decideOnContacts(withContact(outcome, kind, to), [...verificationTokens, verificationToken]),
  })
}

/**
 * Asks the server whether a member has a proven contact. A registration without answers to terms is refused when nobody
 * has it, and the next contact or the form follows. Where the provider reports every answer, the form comes first, since
 * the registration would succeed.
 */
async function decideOnContacts(outcome, verificationTokens) {
  if (!outcome.terms.some(({ required, agreed }) => required && agreed !== true)) {
    return askForMore(outcome, verificationTokens)
  }
  const response = await sendRegistration(outcome, { verificationTokens, attributes: {}, consents: [] })
  const { problem, body } = response
  if (problem === undefined) return go(body.outcome, { ...body, contact: outcome.contact })
  return problem.code === 'consent_missing' || problem.code === 'invalid_request'
    ? askForMore(outcome, verificationTokens)
    : go('problem', { problem })
}

async function askToJoin(outcome, verificationTokens) {
  const { terms, profile, missing, verify, familyMember, identity } = outcome
  const join = (typed) => complete(sendRegistration(outcome, { ...typed, verificationTokens }))
  showView(
    signUpView,
    {
      terms,
      profile,
      missing,
      verify,
      lead: familyMember ? 'signUpFamily' : 'signUpLead',
      provider: identity.provider,
      schema: await attributeSchema(),
    },
    {
      join,
      haveAccount: ownAccount(outcome),
      ...photoActions((type) => requestUpload(outcome, type)),
      startOver: back,
    },
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
