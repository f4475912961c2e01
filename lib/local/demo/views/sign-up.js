import { h } from '../dom.js'
import { t } from '../language.js'
import { birthText, contact, factList, genderText, itemsText, phoneText } from './profile.js'
import { consentsOf, termsFields } from './terms.js'

/** The sign-up form: what the provider told, what is missing, and the terms. */
export function signUpView({ outcome, terms, typed, problem }, actions) {
  const { profile, missing, familyMember } = outcome
  const open = missing.filter((item) => item !== 'name')
  return [
    h('h1', { tabindex: '-1' }, t('signUpTitle')),
    h('p', { class: 'lead' }, familyMember ? t('signUpFamily') : t('signUpLead')),
    problem ?? null,
    h(
      'form',
      { onsubmit: (event) => submit(event, terms, actions) },
      h('label', { class: 'field', for: 'name' }, t('name'), nameInput(profile, missing, typed)),
      profileOf(profile),
      open.length === 0 ? null : missingNote(open),
      termsFields(terms, typed?.consents),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'submit', class: 'primary' }, t('register')),
        h('button', { type: 'button', class: 'plain', onclick: actions.startOver }, t('startOver')),
      ),
    ),
  ]
}

const nameInput = (profile, missing, typed) =>
  h('input', {
    id: 'name',
    name: 'name',
    autocomplete: 'name',
    maxlength: '50',
    value: typed?.name ?? profile.name ?? '',
    required: missing.includes('name') || profile.name !== undefined,
  })

function profileOf(profile) {
  const lines = [
    [t('email'), contact(profile.email, profile.emailVerified)],
    [t('phone'), phoneText(profile.phone)],
    [t('birth'), birthText(profile.birth)],
    [t('gender'), genderText(profile.gender)],
    [t('nickname'), profile.nickname],
  ]
  return h('section', { class: 'told' }, h('h2', {}, t('profileTitle')), factList(lines))
}

const missingNote = (items) =>
  h(
    'div',
    { class: 'notice warn' },
    h('strong', {}, t('missing', { items: itemsText(items) })),
    h('p', {}, t('missingLead')),
  )

/** What the person has filled in so far. */
export const typedIn = (form, terms) => ({
  name: form.elements.name.value.trim(),
  consents: consentsOf(form, terms),
})

function submit(event, terms, actions) {
  event.preventDefault()
  void actions.register(typedIn(event.currentTarget, terms))
}
