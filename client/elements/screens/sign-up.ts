import type { Profile, RegistrationRequired, Term } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import { type Child, fieldIn, h } from '../dom.ts'
import { attributeFields, attributesIn } from '../parts/attributes.ts'
import { joinsBy } from '../parts/doors.ts'
import { birthText, contact, factList, phoneText } from '../parts/facts.ts'
import { newPasswordField, personalField, personalIn, personalItems } from '../parts/personal.ts'
import { photosFor } from '../parts/photos.ts'
import { asProblem, itemsText } from '../parts/problem.ts'
import { providerText } from '../parts/providers.ts'
import { consentsIn, termsFields } from '../parts/terms.ts'
import type { Scene } from '../scene.ts'
import { button, extraPlace, form, heading } from '../stage.ts'
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
      h(
        'div',
        { class: 'ieum-actions' },
        missing.includes('identity')
          ? checkButton(scene)
          : h('button', { type: 'submit', class: 'ieum-primary' }, t('register')),
        button(
          t('haveAccount'),
          stage.act(() => signInToAccount(scene, question)),
          { kind: 'plain' },
        ),
        button(t('startOver'), stage.act(scene.startOver), { kind: 'plain' }),
      ),
    ),
    extraPlace(),
  ]
  stage.show('sign-up', view, {
    translate: async () => {
      terms = await translated(scene, terms)
    },
  })
}

/** The same terms with their titles in the language of the page. */
async function translated({ client }: Scene, terms: readonly Term[]): Promise<readonly Term[]> {
  const titles = new Map((await client.terms()).terms.map(({ tag, title }) => [tag, title]))
  return terms.map((term) => ({ ...term, title: titles.get(term.tag) ?? term.title }))
}

/** The name to correct, and each missing item that a person can fill in. */
const personalFields = ({ profile, missing }: RegistrationRequired): Child => [
  personalField('name', profile.name, missing.includes('name') || profile.name !== undefined),
  extraFields(missing),
]

/** The fields of further items that the service requires. */
const extraFields = (missing: readonly string[]): Child => [
  missing.includes('nickname') && personalField('nickname'),
  missing.includes('birth') && personalField('birth'),
  missing.includes('gender') && personalField('gender'),
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
  return openIdentityGateway !== undefined && button(t('checkFirst'), stage.act(check), { kind: 'primary' })
}

/** Signs up somebody with an e-mail address or a number alone: the address, then a password and the terms. */
export function join(scene: Scene): void {
  const kind = joinsBy(scene.doors) ?? 'address'
  proveAddress(scene, {
    purpose: 'sign_up',
    kind,
    title: `join_${kind}`,
    lead: `join_${kind}_lead`,
    others: [[t('back'), scene.startOver]],
    done: async (proof, to) => {
      const { terms } = await scene.client.terms()
      await askForRest(scene, { proofs: [proof], contacts: [to], terms })
    },
  })
}

/** A sign-up by address on its way. The first contact is the one to sign up with. */
interface Joining {
  readonly proofs: readonly [string, ...string[]]
  readonly contacts: readonly [string, ...string[]]
  readonly terms: readonly Term[]
}

/** The proofs as a registration takes them. */
const proofsOf = ({ proofs: [verificationToken, ...verificationTokens] }: Joining) => ({
  verificationToken,
  ...(verificationTokens.length > 0 && { verificationTokens }),
})

/** Asks for the other contact where the service wants both, then shows the form of what is missing. */
async function askForRest(scene: Scene, joining: Joining): Promise<void> {
  const missing = await missingByAddress(scene, joining)
  const { proofs, contacts } = joining
  if (!missing.includes('verificationTokens') || proofs.length > 1) {
    return showAddressForm(scene, joining, missing)
  }
  const kind = contacts[0].includes('@') ? 'phone' : 'email'
  proveAddress(scene, {
    purpose: 'sign_up',
    kind,
    title: `typed_${kind}_title`,
    lead: `also_${kind}_lead`,
    others: [[t('startOver'), scene.startOver]],
    done: (proof, to) =>
      askForRest(scene, { ...joining, proofs: [...proofs, proof], contacts: [...contacts, to] }),
  })
}

/**
 * The items that the service asks of this sign-up. A registration without an answer to the terms is refused, and names
 * them; where no term is required, nobody knows before the form is sent.
 */
async function missingByAddress({ client }: Scene, joining: Joining): Promise<readonly string[]> {
  if (!joining.terms.some(({ required }) => required)) return []
  try {
    await client.registerByAddress({ ...proofsOf(joining), password: crypto.randomUUID(), consents: [] })
  } catch (error) {
    const { code, problem } = asProblem(error)
    const named = (problem?.errors ?? []).map(({ pointer }) => pointer.slice(1))
    if (code === 'consent_missing') return []
    if (code !== 'invalid_request' || named.includes('verificationToken')) throw error
    return named
  }
  return []
}

function showAddressForm(scene: Scene, joining: Joining, missing: readonly string[]): void {
  const { stage, client, schema, follow } = scene
  let { terms } = joining
  let isNumberTaken = false
  const photos = photosFor(stage, (type) => client.uploadByAddress(joining.proofs[0], type))
  const register = async (filled: HTMLFormElement, pressed: string) => {
    isNumberTaken = false
    const body = {
      ...proofsOf(joining),
      password: fieldIn(filled, 'ieum-new-password')?.value ?? '',
      ...personalIn(filled),
      attributes: attributesIn(filled, schema, photos),
      consents: consentsIn(filled, terms),
    }
    try {
      follow(await client.registerByAddress(pressed === 'new' ? { ...body, continueAs: 'new' } : body))
    } catch (error) {
      isNumberTaken = error instanceof ProblemError && error.code === 'phone_taken'
      throw error
    }
  }
  const view = () => [
    heading(t('signUpTitle'), t('signUpLead')),
    form(
      stage,
      register,
      personalField('name'),
      extraFields(missing),
      newPasswordField(t('newPasswordNote')),
      h(
        'section',
        { class: 'ieum-panel' },
        h('h2', {}, t('provenAddressTitle')),
        factList(
          joining.contacts.map((to) => [
            t(to.includes('@') ? 'email' : 'phone'),
            contact(phoneText(to), true),
          ]),
        ),
      ),
      attributeFields(schema, {}, photos),
      termsFields(terms, undefined),
      h(
        'div',
        { class: 'ieum-actions' },
        h('button', { type: 'submit', class: 'ieum-primary' }, t('register')),
        isNumberTaken && h('button', { type: 'submit', value: 'new', class: 'ieum-plain' }, t('joinAsNew')),
        button(t('startOver'), stage.act(scene.startOver), { kind: 'plain' }),
      ),
    ),
    extraPlace(),
  ]
  stage.show('sign-up', view, {
    translate: async () => {
      terms = await translated(scene, terms)
    },
  })
}
