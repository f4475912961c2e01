import { call } from './api.js'
import { h } from './dom.js'
import { inLanguage, onLanguage, t } from './language.js'

let people = []

/** Draws the people whom a visitor can choose at the stand-in, each with what it shows. */
export async function showCast(element) {
  const draw = () =>
    element.replaceChildren(people.length === 0 ? h('p', { class: 'quiet' }, t('castEmpty')) : list())
  onLanguage(draw)
  const { body } = await call('GET', '/_local/cast')
  if (Array.isArray(body)) people = body
  draw()
}

const list = () => h('ul', { class: 'cast' }, people.map(person))

function person({ name, note }, index) {
  return h(
    'li',
    {},
    h('span', { class: `face face-${index % 6}`, 'aria-hidden': 'true' }, initialOf(name)),
    h('div', {}, h('strong', {}, name ?? '—'), h('p', {}, inLanguage(note) ?? '')),
  )
}

const initialOf = (name) => [...(name ?? '?')][0]
