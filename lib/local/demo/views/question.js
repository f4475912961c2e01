import { h } from '../dom.js'
import { language, t } from '../language.js'
import { factList } from './profile.js'

const titles = {
  link_confirmation_required: ['questionConfirm', 'questionConfirmLead'],
  link_proof_required: ['questionProof', 'questionProofLead'],
  merge_confirmation_required: ['questionMerge', 'questionMergeLead'],
}

/** A question that stands between the visitor and an account, with masked hints of who fits. */
export function questionView({ outcome }, actions) {
  const [title, lead] = titles[outcome.outcome]
  return [
    h('h1', { tabindex: '-1' }, t(title)),
    h('p', { class: 'lead' }, t(lead)),
    outcome.candidates.length === 0
      ? h('p', { class: 'notice' }, t('questionNoHint'))
      : outcome.candidates.map(hint),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', onclick: actions.startOver }, t('startOver')),
    ),
  ]
}

function hint({ email, phone, name, joinedMonth, methods = [] }) {
  const waysIn = methods.map((method) => h('span', { class: 'chip' }, methodText(method)))
  return h(
    'section',
    { class: 'told' },
    h('h2', {}, t('candidate')),
    factList([
      [t('name'), name],
      [t('email'), email],
      [t('phone'), phone],
      [t('memberSince'), joinedMonth === undefined ? undefined : monthText(joinedMonth)],
      [t('ways'), waysIn.length === 0 ? undefined : waysIn],
    ]),
  )
}

function methodText(method) {
  const own = t(`method_${method}`)
  return own === `method_${method}` ? t(`provider_${method}`) : own
}

const monthText = (month) =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(language() === 'ko' ? 'ko-KR' : 'en-GB', {
    year: 'numeric',
    month: 'long',
  })
