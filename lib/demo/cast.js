import { brandedProviders as providers, providerText } from '@ieum/client/elements'
import { h } from './dom.js'
import { callLocal } from './local.js'
import { inLanguage, onLanguage, t } from './words/language.js'

let people = []
let chosen = providers[0]

/** Draws the people of the stand-ins, one provider at a time, each with the case that the person shows. */
export async function showCast(element) {
  const draw = () =>
    element.replaceChildren(
      ...(people.length === 0
        ? [h('p', { class: 'quiet' }, t('castEmpty'))]
        : [choice(choose), list()].filter((part) => part !== null)),
    )
  const choose = (provider) => {
    chosen = provider
    draw()
    element.querySelector('[aria-pressed="true"]')?.focus()
  }
  onLanguage(draw)
  const body = await callLocal('GET', '/_local/cast')
  if (Array.isArray(body)) people = body
  draw()
}

const at = (provider) => people.filter((person) => person.provider === provider)

/** Draws one button for each provider that has people. The pressed button shows the people of its provider. */
function choice(choose) {
  const offered = providers.filter((provider) => at(provider).length > 0)
  if (offered.length < 2) return null
  return h(
    'fieldset',
    { class: 'languages casts', 'aria-label': t('castOf') },
    offered.map((provider) =>
      h(
        'button',
        { type: 'button', 'aria-pressed': String(provider === chosen), onclick: () => choose(provider) },
        providerText(provider),
      ),
    ),
  )
}

const list = () => h('ul', { class: 'cast' }, at(chosen).map(person))

function person({ name, note }, index) {
  return h(
    'li',
    {},
    h('span', { class: `face face-${index % 6}`, 'aria-hidden': 'true' }, initialOf(name)),
    h('div', {}, h('strong', {}, name ?? '—'), h('p', {}, inLanguage(note) ?? '')),
  )
}

const initialOf = (name) => [...(name ?? '?')][0]
