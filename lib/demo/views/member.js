import { h } from '../dom.js'
import { spanOf } from '../time.js'
import { language, t } from '../words/language.js'
import { attributeText, attributeTitle } from './attributes.js'
import { consentsSection } from './consents.js'
import { devicesSection } from './devices.js'
import { editSection } from './edit.js'
import { loginMethodsSection } from './login-methods.js'
import { birthText, contact, factList, phoneText } from './profile.js'

const minute = 60
const day = 86_400

/** The view of the signed-in member. `created` is unknown after a reload: the heading then says "welcome back". */
export function memberView(state, actions) {
  const { member, created, notice, problem } = state
  const name = member.name ?? t('somebody')
  return [
    notice === undefined ? null : h('p', { class: 'notice' }, notice()),
    problem ?? null,
    h('h1', { tabindex: '-1' }, t(created ? 'newTitle' : 'backTitle', { name })),
    h('p', { class: 'lead' }, t(created ? 'newLead' : 'backLead')),
    dueSection(state, actions),
    facts(state),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: () => actions.signOut() }, t('logout')),
      h('button', { type: 'button', onclick: () => actions.showMe() }, t('showMe')),
      h('button', { type: 'button', onclick: () => actions.renew() }, t('renew')),
      h('button', { type: 'button', class: 'plain', onclick: () => actions.pause() }, t('pause')),
      h('button', { type: 'button', class: 'plain', onclick: () => actions.openClosing() }, t('openClosing')),
    ),
    editSection(actions),
    loginMethodsSection(member, actions),
    devicesSection(state, actions),
    identitySection(member, actions),
    consentsSection(state, actions),
    timeMachine(actions),
  ]
}

const facts = ({ member, schema }) =>
  factList([
    [t('email'), contact(member.email, member.emailVerified)],
    [t('phone'), contact(phoneText(member.phone), member.phoneVerified)],
    [t('birth'), birthText(member.birth)],
    ...Object.entries(member.attributes).map(([name, value]) => [
      attributeTitle(name, schema.properties[name]),
      attributeText(value, schema.properties[name] ?? {}),
    ]),
    [t('memberSince'), dateText(member.createdAt)],
    [t('memberId'), h('code', {}, member.id)],
  ])

/** The terms that changed since the member agreed. */
const dueSection = ({ termsDue = [] }, actions) =>
  termsDue.length === 0
    ? null
    : h(
        'section',
        { class: 'notice warn', 'aria-labelledby': 'due-title' },
        h('strong', { id: 'due-title' }, t('dueTitle')),
        termsDue.map(({ title, version, url }) =>
          h('p', {}, h('a', { href: url }, `${title} · ${t('version', { version })}`)),
        ),
        h(
          'div',
          { class: 'actions' },
          h(
            'button',
            { type: 'button', class: 'small', onclick: () => actions.agreeTo(termsDue) },
            t('agreeDue'),
          ),
        ),
      )

const dateText = (text) =>
  new Date(text).toLocaleString(language() === 'ko' ? 'ko-KR' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
  })

/** The section with the state of the identity check, and the button to start one. */
const identitySection = ({ identityVerifiedAt: at }, actions) =>
  h(
    'section',
    { class: 'panel', 'aria-labelledby': 'identity-title' },
    h('h2', { id: 'identity-title' }, t('identityTitle')),
    h('p', {}, at === undefined ? t('identityNot') : t('identityOn', { date: dateText(at) })),
    h(
      'div',
      { class: 'actions' },
      h(
        'button',
        { type: 'button', class: 'small', onclick: () => actions.checkIdentity() },
        t('checkIdentity'),
      ),
    ),
    h('p', { class: 'quiet' }, t('identityNote')),
  )

function timeMachine(actions) {
  const spans = [11 * minute, day, 31 * day]
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, t('timeTitle')),
    h('p', { class: 'quiet' }, t('timeLead')),
    h(
      'div',
      { class: 'actions' },
      spans.map((seconds) =>
        h(
          'button',
          { type: 'button', class: 'small', onclick: () => actions.advance(seconds) },
          `+ ${spanOf(seconds)}`,
        ),
      ),
      h('button', { type: 'button', class: 'small', onclick: () => actions.sweep() }, t('sweep')),
    ),
  )
}
