import { call } from './api/api.js'
import { h } from './dom.js'
import { go } from './signpost.js'
import { fill } from './stage.js'
import { phoneText } from './views/profile.js'
import { inLanguage, onLanguage, t } from './words/language.js'

let members = []

/** Draws the existing members of the service, each with the values to sign in with. */
export async function showMembers(element) {
  const draw = () =>
    element.replaceChildren(
      members.length === 0
        ? h('p', { class: 'quiet' }, t('membersEmpty'))
        : h('ul', { class: 'cast' }, members.map(card)),
    )
  onLanguage(draw)
  const { body } = await call('GET', '/_local/members')
  if (Array.isArray(body)) members = body
  draw()
}

const card = (member) =>
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
        onclick: () => use(member),
        'aria-label': `${member.name}: ${t('useMember')}`,
      },
      t('useMember'),
    ),
  )

const phone = ({ phone: number }) => (number === undefined ? null : h('code', {}, phoneText(number)))
const password = ({ password: given }) =>
  given === undefined ? h('span', {}, t('noPassword')) : [`${t('password')} `, h('code', {}, given)]

/** Fills in the open form, or opens the sign-in form. */
function use({ email, password: given }) {
  const isTyped = [fill('identifier', email), fill('to', email)].includes(true)
  if (isTyped) return given === undefined ? undefined : fill('password', given)
  const method = given === undefined ? 'code' : 'password'
  return go('sign_in', { method, typed: { identifier: email, password: given } })
}
