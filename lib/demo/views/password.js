import { h } from '../dom.js'
import { t } from '../words/language.js'
import { otherButtons } from './others.js'

/** The form for signing in with a password. `lead` names the text with the reason. */
export function passwordView({ lead, typed, others, problem }, actions) {
  return [
    h('h1', { tabindex: '-1' }, t('byPasswordTitle')),
    h('p', { class: 'lead' }, t(lead)),
    problem ?? null,
    h(
      'form',
      { onsubmit: (event) => submit(event, actions) },
      h(
        'label',
        { class: 'field', for: 'identifier' },
        t('address'),
        h('input', {
          id: 'identifier',
          type: 'text',
          inputmode: 'email',
          autocomplete: 'username',
          required: true,
          value: typed?.identifier ?? '',
        }),
      ),
      h(
        'label',
        { class: 'field', for: 'password' },
        t('password'),
        h('input', {
          id: 'password',
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          value: typed?.password ?? '',
        }),
      ),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'submit', class: 'primary' }, t('signIn')),
        otherButtons(others, actions),
      ),
    ),
    h('p', { class: 'quiet' }, t('passwordHint')),
  ]
}

function submit(event, actions) {
  event.preventDefault()
  const { identifier, password } = event.currentTarget.elements
  void actions.signIn({ identifier: identifier.value.trim(), password: password.value })
}
