import { h } from './dom.js'
import { callLocal } from './local.js'
import { inLanguage, onLanguage, t } from './words/language.js'

let members = []

/**
 * Draws the existing members of the service, each with the values to sign in with. `signIn` opens the form for signing
 * in with them.
 */
export async function showMembers(element, signIn) {
  const draw = () =>
    element.replaceChildren(
      members.length === 0
        ? h('p', { class: 'quiet' }, t('membersEmpty'))
        : h(
            'ul',
            { class: 'cast' },
            members.map((member) => card(member, signIn)),
          ),
    )
  onLanguage(draw)
  const body = await callLocal('GET', '/_local/members')
  if (Array.isArray(body)) members = body
  draw()
}

const card = (member, signIn) =>
  h(
    'li',
    {},
    h(
      'div',
      { class: 'grow' },
      h('strong', {}, member.name),
      member.status === 'active' ? null : h('span', { class: 'chip must' }, t(`status_${member.status}`)),
      h('p', {}, inLanguage(member.note)),
      h('p', { class: 'typed' }, h('code', {}, member.email), phone(member)),
      h('p', { class: 'typed' }, password(member)),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'small',
        onclick: () => use(member, signIn),
        'aria-label': `${member.name}: ${t('useMember')}`,
      },
      t('useMember'),
    ),
  )

const phone = ({ phone: number }) =>
  number === undefined ? null : h('code', {}, number.replace(/^\+82(10)(\d{4})(\d{4})$/, '0$1-$2-$3'))
const password = ({ password: given }) =>
  given === undefined ? h('span', {}, t('noPassword')) : [`${t('password')} `, h('code', {}, given)]

/** Fills in an input of the open form. Gives false when the form has no such input. */
function fill(id, value) {
  const input = document.querySelector(`#ieum-${id}`)
  if (input === null) return false
  input.value = value
  input.focus()
  return true
}

/** Fills in the open form, or opens the form for signing in. */
function use({ email, password: given }, signIn) {
  document.querySelector('#members').closest('details').open = false
  const isTyped = [fill('identifier', email), fill('to', email)].includes(true)
  if (isTyped && given !== undefined) fill('password', given)
  if (!isTyped) signIn(given === undefined ? 'code' : 'password', { identifier: email, password: given })
}
