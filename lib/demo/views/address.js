import { h } from '../dom.js'
import { providerText } from '../providers.js'
import { t } from '../words/language.js'
import { otherButtons } from './others.js'

/** The view for proving an address: first the form for the address, then the form for the code. */
export function addressView(state, actions) {
  const { title, lead, provider, isSent, to, problem } = state
  return [
    h('h1', { tabindex: '-1' }, t(isSent ? 'codeTitle' : title)),
    h('p', { class: 'lead' }, isSent ? t('codeLead', { to }) : t(lead, { provider: providerText(provider) })),
    problem ?? null,
    isSent ? codeForm(state, actions) : addressForm(state, actions),
  ]
}

/** The autofill hints and the keyboard of each kind of input. */
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

/** The message itself, in place of a mail program. */
const mailOf = (mail, { openMail }) =>
  h(
    'div',
    { class: 'mail' },
    h('button', { type: 'button', class: 'small', onclick: () => openMail() }, t('openMail')),
    mail === undefined
      ? null
      : h(
          'section',
          { class: 'summary', 'aria-label': mail.subject ?? '' },
          h('h2', {}, mail.subject ?? ''),
          h('p', { class: 'letter' }, mail.text ?? ''),
        ),
  )

function submit(event, name, action) {
  event.preventDefault()
  void action(event.currentTarget.elements[name].value.trim())
}
