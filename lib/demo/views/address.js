import { h } from '../dom.js'
import { t } from '../words/language.js'
import { otherButtons } from './others.js'

/** Proving an address or number: first that, then the code that arrived there. */
export function addressView(state, actions) {
  const { title, lead, isSent, to, problem } = state
  return [
    h('h1', { tabindex: '-1' }, t(isSent ? 'codeTitle' : title)),
    h('p', { class: 'lead' }, isSent ? t('codeLead', { to }) : t(lead)),
    problem ?? null,
    isSent ? codeForm(state, actions) : addressForm(state, actions),
  ]
}

/** What the browser may fill in, and which keyboard a phone shows. */
const inputs = {
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  address: { type: 'text', autocomplete: 'username', inputmode: 'email' },
}

const addressForm = ({ kind, to, others }, actions) =>
  h(
    'form',
    { onsubmit: (event) => submit(event, 'to', actions.send) },
    h(
      'label',
      { class: 'field', for: 'to' },
      t(kind),
      h('input', { id: 'to', ...inputs[kind], required: true, value: to }),
    ),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'submit', class: 'primary' }, t('sendCode')),
      otherButtons(others, actions),
    ),
  )

const codeForm = ({ mail, others }, actions) =>
  h(
    'form',
    { onsubmit: (event) => submit(event, 'code', actions.confirm) },
    h(
      'label',
      { class: 'field', for: 'code' },
      t('code'),
      h('input', {
        id: 'code',
        class: 'digits',
        inputmode: 'numeric',
        autocomplete: 'one-time-code',
        pattern: '[0-9]{6}',
        maxlength: '6',
        required: true,
      }),
    ),
    mailOf(mail, actions),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'submit', class: 'primary' }, t('confirmCode')),
      otherButtons(others, actions),
    ),
  )

/** The mail itself, where there would be a mail program. */
const mailOf = (mail, { openMail }) =>
  h(
    'div',
    { class: 'mail' },
    h('button', { type: 'button', class: 'small', onclick: () => openMail() }, t('openMail')),
    mail === undefined
      ? null
      : h(
          'section',
          { class: 'told', 'aria-label': mail.subject ?? '' },
          h('h2', {}, mail.subject ?? ''),
          h('p', { class: 'letter' }, mail.text ?? ''),
        ),
  )

function submit(event, name, action) {
  event.preventDefault()
  void action(event.currentTarget.elements[name].value.trim())
}
