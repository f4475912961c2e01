import { h } from '../dom.js'
import { isCode } from '../login-methods.js'
import { t } from '../words/language.js'
import { attributeFields, attributesIn } from './attributes.js'
import { birthOf } from './personal.js'

const parts = ['name', 'email', 'phone', 'password', 'birth', 'attributes']

/** The section with a button for each part that a member can change. */
export const editSection = (actions) =>
  h(
    'section',
    { class: 'panel', 'aria-labelledby': 'edit-title' },
    h('h2', { id: 'edit-title' }, t('editTitle')),
    h(
      'div',
      { class: 'actions' },
      parts.map((part) =>
        h(
          'button',
          {
            type: 'button',
            class: 'small',
            onclick: () => actions.edit(part),
            'aria-label': t('editPart', { part: t(part) }),
          },
          t(part),
        ),
      ),
    ),
    h('p', { class: 'quiet' }, t('editNote')),
  )

const fields = {
  name: ({ name = '' }) =>
    field('name', { autocomplete: 'name', maxlength: '50', required: true, value: name }),
  password: ({ methods }) => [
    field('newPassword', {
      type: 'password',
      autocomplete: 'new-password',
      minlength: '8',
      maxlength: '256',
      required: true,
    }),
    h('p', { class: 'quiet' }, t(methods.some(isCode) ? 'passwordEditNote' : 'newPasswordNote')),
  ],
  birth: () => [
    field('birth', { type: 'date', min: '1900-01-01', required: true }),
    h(
      'label',
      { class: 'choice', for: 'lunar' },
      h('input', { id: 'lunar', type: 'checkbox' }),
      h('span', {}, t('byLunarCalendar')),
    ),
  ],
}

const field = (id, attributes) =>
  h('label', { class: 'field', for: id }, t(id), h('input', { id, ...attributes }))

/** The form for one part. Addresses and numbers have their own path, since they need a code. */
export function editView(state, actions) {
  const { part, member, problem } = state
  const mayGoWithout = part === 'password' && member.methods.includes('password') && member.methods.length > 1
  return [
    h('h1', { tabindex: '-1' }, t('editPart', { part: t(part) })),
    problem ?? null,
    h(
      'form',
      { onsubmit: (event) => submit(event, state, actions) },
      part === 'attributes' ? attributeFields(state, actions) : fields[part](member),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'submit', class: 'primary' }, t('save')),
        mayGoWithout
          ? h(
              'button',
              { type: 'button', class: 'plain', onclick: () => actions.save({ password: null }) },
              t('noMorePassword'),
            )
          : null,
        h('button', { type: 'button', class: 'plain', onclick: () => actions.back() }, t('back')),
      ),
    ),
  ]
}

const read = {
  name: ({ name }) => ({ name: name.value.trim() }),
  password: ({ newPassword }) => ({ password: newPassword.value }),
  birth: ({ birth, lunar }) => ({ birth: birthOf(birth.value, lunar.checked) }),
}

/** Gives the changed attributes. An emptied attribute becomes `null`. */
function changedAttributes(form, state) {
  const filled = attributesIn(form, state)
  const emptied = Object.keys(state.values).filter((name) => filled[name] === undefined)
  return { ...filled, ...Object.fromEntries(emptied.map((name) => [name, null])) }
}

function submit(event, state, actions) {
  event.preventDefault()
  const form = event.currentTarget
  const { part } = state
  void actions.save(
    part === 'attributes' ? { attributes: changedAttributes(form, state) } : read[part](form.elements),
  )
}
