import type { Profile, RegistrationRequired } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import { actions, button, form, heading, submit } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { attributeFields, attributesIn } from '../parts/attributes.ts'
import { birthText, contact, factList, phoneText } from '../parts/facts.ts'
import { extraFields, personalField, personalIn, personalItems } from '../parts/personal.ts'
import { photosFor } from '../parts/photos.ts'
import { itemsText } from '../parts/problem.ts'
import { providerText } from '../parts/providers.ts'
import { consentsIn, termsFields, translated } from '../parts/terms.ts'
import type { Scene } from '../scene.ts'
import { t, wordOf } from '../words/words.ts'
import { proveAddress } from './address.ts'
import { askToLink, signInToAccount } from './question.ts'

type Channel = 'email' | 'phone'

/** A sign-up on its way: what the visit said, and what the person has proven since. */
interface SignUp {
  readonly question: RegistrationRequired
  readonly proofs: readonly string[]
  /** The contact that was proven last. */
  readonly contact?: string
}

const ownAccount = (scene: Scene, { question }: SignUp) =>
  [t('haveAccount'), () => signInToAccount(scene, question)] as const

/**
 * Signs up a visitor who came by a provider. The visitor first proves each required contact that the provider did not
 * share, and is asked to prove one that it has not verified: only a proven contact shows whether the visitor is a member.
 */
export function signUp(scene: Scene, question: RegistrationRequired): void | Promise<void> {
  return askForContacts(scene, { question, proofs: [] })
}

function askForContacts(scene: Scene, given: SignUp): void | Promise<void> {
  const { missing } = given.question
  const kind = missing.includes('email') ? 'email' : missing.includes('phone') ? 'phone' : undefined
  if (kind !== undefined) return askForContact(scene, given, kind)
  return given.proofs.length > 0 ? decideOnContacts(scene, given) : askForMore(scene, given)
}

function askForMore(scene: Scene, given: SignUp): void {
  const [kind] = given.question.verify
  if (kind === undefined) showForm(scene, given)
  else askToVerify(scene, given, kind)
}

const withContact = ({ question, proofs }: SignUp, kind: Channel, to: string, proof: string): SignUp => ({
  question: {
    ...question,
    profile: { ...question.profile, ...profileWith(kind, to) },
    missing: question.missing.filter((item) => item !== kind),
    verify: question.verify.filter((item) => item !== kind),
  },
  proofs: [...proofs, proof],
  contact: to,
})

const profileWith = (kind: Channel, to: string): Profile =>
  kind === 'email' ? { email: to, emailVerified: true } : { phone: to }

function askForContact(scene: Scene, given: SignUp, kind: Channel): void {
  proveAddress(scene, {
    purpose: 'sign_up',
    kind,
    title: `typed_${kind}_title`,
    lead: `typed_${kind}_lead`,
    others: [ownAccount(scene, given), [t('startOver'), scene.startOver]],
    done: (proof, to) => askForContacts(scene, withContact(given, kind, to, proof)),
  })
}

function askToVerify(scene: Scene, given: SignUp, kind: Channel): void {
  const { identity, profile } = given.question
  proveAddress(scene, {
    purpose: 'sign_up',
    kind,
    title: `verify_${kind}_title`,
    lead: `verify_${kind}_lead`,
    provider: providerText(identity.provider),
    to: profile[kind],
    others: [
      [t('skipVerifying'), () => showForm(scene, given)],
      ownAccount(scene, given),
      [t('startOver'), scene.startOver],
    ],
    done: (proof, to) => decideOnContacts(scene, withContact(given, kind, to, proof)),
  })
}

/**
 * Asks the API whether a member has a proven contact. A registration without an answer to the terms is refused when
 * nobody has it, and the next contact or the form follows. Where everything is agreed at the provider, the form comes
 * first, since the registration would succeed.
 */
async function decideOnContacts(scene: Scene, given: SignUp): Promise<void> {
  const { question, proofs } = given
  if (!question.terms.some(({ required, agreed }) => required && agreed !== true)) {
    return askForMore(scene, given)
  }
  try {
    const outcome = await scene.client.register({ verificationTokens: proofs, consents: [] })
    if (outcome.outcome === 'link_confirmation_required') askToLink(scene, outcome, given.contact)
    else scene.follow(outcome)
  } catch (error) {
    const code = error instanceof ProblemError ? error.code : undefined
    if (code !== 'consent_missing' && code !== 'invalid_request') throw error
    askForMore(scene, given)
  }
}

/** The form: what is known, what is missing, and the terms. */
function showForm(scene: Scene, given: SignUp): void {
  const { stage, client, schema, follow } = scene
  const { question, proofs } = given
  const { missing, identity, familyMember } = question
  let { terms } = question
  const photos = photosFor(stage, (type) => client.uploadForSignUp(type))
  const join = async (filled: HTMLFormElement) => {
    const verified = proofs.length === 0 ? {} : { verificationTokens: proofs }
    const attributes = attributesIn(filled, schema, photos)
    const consents = consentsIn(filled, terms)
    follow(await client.register({ ...personalIn(filled), ...verified, attributes, consents }))
  }
  const view = () => [
    heading(t('signUpTitle'), t(familyMember ? 'signUpFamily' : 'signUpLead')),
    form(
      stage,
      join,
      personalFields(question),
      knownOf(question),
      stillMissing(scene, question),
      attributeFields(schema, {}, photos),
      termsFields(terms, identity.provider),
      actions(
        missing.includes('identity') ? checkButton(scene) : submit(t('register')),
        button(
          t('haveAccount'),
          stage.act(() => signInToAccount(scene, question)),
          { kind: 'plain' },
        ),
        button(t('startOver'), stage.act(scene.startOver), { kind: 'plain' }),
      ),
    ),
  ]
  stage.show('sign-up', view, {
    translate: async () => {
      terms = await translated(scene, terms)
    },
  })
}

/** The name to correct, and each missing item that a person can fill in. */
const personalFields = ({ profile, missing }: RegistrationRequired): Child => [
  personalField('name', profile.name, missing.includes('name') || profile.name !== undefined),
  extraFields(missing),
]

const knownOf = ({ profile, verify }: RegistrationRequired): Child =>
  h(
    'section',
    { class: 'ieum-panel' },
    h('h2', {}, t('profileTitle')),
    factList([
      [t('email'), contact(profile.email, !verify.includes('email'))],
      [t('phone'), contact(phoneText(profile.phone), !verify.includes('phone'))],
      [t('birth'), birthText(profile.birth)],
      [t('gender'), profile.gender && wordOf(profile.gender)],
      [t('nickname'), profile.nickname],
    ]),
  )

/** What neither this form nor a code can give: an identity check. */
function stillMissing({ openIdentityGateway }: Scene, { missing, identity }: RegistrationRequired): Child {
  const open = missing.filter((item) => !personalItems.includes(item) && !item.startsWith('attributes.'))
  if (open.length === 0) return null
  const mayCheck = open.includes('identity') && openIdentityGateway !== undefined
  return h(
    'div',
    { class: 'ieum-message ieum-warn' },
    h('strong', {}, t('missing', { items: itemsText(open) })),
    h(
      'p',
      {},
      mayCheck ? t('checkFirstLead') : t('missingLead', { provider: providerText(identity.provider) }),
    ),
  )
}

function checkButton({ stage, client, openIdentityGateway }: Scene): Child {
  const check = async () => openIdentityGateway?.(await client.startIdentityCheck())
  return (
    openIdentityGateway !== undefined && button(t('checkIdentity'), stage.act(check), { kind: 'primary' })
  )
}
