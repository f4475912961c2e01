import { h } from '../dom.js'
import { providerText } from '../providers.js'
import { t } from '../words/language.js'
import { attributeFields, attributesIn } from './attributes.js'
import { personalFields, personalIn } from './personal.js'
import { birthText, contact, factList, genderText, itemsText, phoneText } from './profile.js'
import { consentsIn, termsFields } from './terms.js'

/** The sign-up form: the known data, the missing items and the terms. */
export function signUpView(state, actions) {
  const { terms, profile, missing, verify = [], lead, provider, problem } = state
  const asked = ['name', 'nickname', 'birth', 'gender']
  const open = missing.filter((item) => !asked.includes(item) && !item.startsWith('attributes.'))
  return [
    h('h1', { tabindex: '-1' }, t('signUpTitle')),
    h('p', { class: 'lead' }, t(lead)),
    problem ?? null,
    h(
      'form',
      { onsubmit: (event) => submit(event, state, actions) },
      h('label', { class: 'field', for: 'name' }, t('name'), nameInput(profile, missing)),
      ...personalFields(missing),
      provider === undefined ? passwordField() : null,
      profileOf(profile, verify, provider),
      open.length === 0 ? null : missingNote(open, provider),
      attributeFields(state, actions),
      termsFields(terms, provider),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'submit', class: 'primary' }, t('register')),
        numberTaken(state),
        ownAccount(actions),
        h('button', { type: 'button', class: 'plain', onclick: () => actions.startOver() }, t('startOver')),
      ),
    ),
  ]
}

/** Offers joining as a new member, when another member once had the phone number. */
const numberTaken = ({ isNumberTaken = false, provider }) =>
  isNumberTaken && provider === undefined
    ? h('button', { type: 'submit', value: 'new', class: 'plain' }, t('joinAsNew'))
    : null

/** Offers to sign in to an account that there is already, and to link the provider to that account. */
const ownAccount = ({ haveAccount }) =>
  haveAccount === undefined
    ? null
    : h('button', { type: 'button', class: 'plain', onclick: () => haveAccount() }, t('haveAccount'))

const nameInput = (profile, missing) =>
  h('input', {
    id: 'name',
    autocomplete: 'name',
    maxlength: '50',
    value: profile.name ?? '',
    required: missing.includes('name') || profile.name !== undefined,
  })

const passwordField = () =>
  h(
    'div',
    { class: 'field' },
    h('label', { for: 'password' }, t('newPassword')),
    h('input', {
      id: 'password',
      type: 'password',
      autocomplete: 'new-password',
      minlength: '8',
      maxlength: '256',
      required: true,
      'aria-describedby': 'password-note',
    }),
    h('small', { class: 'quiet', id: 'password-note' }, t('newPasswordNote')),
  )

function profileOf(profile, verify, provider) {
  const lines = [
    [t('email'), contact(profile.email, !verify.includes('email'))],
    [t('phone'), contact(phoneText(profile.phone), !verify.includes('phone'))],
    [t('birth'), birthText(profile.birth)],
    [t('gender'), genderText(profile.gender)],
    [t('nickname'), profile.nickname],
  ]
  const title =
    provider === undefined ? t('provenAddressTitle') : t('profileTitle', { provider: providerText(provider) })
  return h('section', { class: 'summary' }, h('h2', {}, title), factList(lines))
}

const missingNote = (items, provider) =>
  h(
    'div',
    { class: 'notice warn' },
    h('strong', {}, t('missing', { items: itemsText(items) })),
    h('p', {}, t('missingLead', { provider: providerText(provider) })),
  )

function submit(event, state, actions) {
  event.preventDefault()
  const form = event.currentTarget
  const { name, password } = form.elements
  const isNew = event.submitter?.value === 'new'
  void (isNew ? actions.joinAsNew : actions.join)({
    name: name.value.trim(),
    ...personalIn(form),
    password: password?.value,
    attributes: attributesIn(form, state),
    consents: consentsIn(form, state.terms),
  })
}
