import { h } from '../dom.js'
import { t } from '../language.js'

/** The ways out of a form, by the names of what they do. */
export const otherButtons = (others, actions) =>
  others.map((name) =>
    h('button', { type: 'button', class: 'plain', onclick: () => actions[name]() }, t(name)),
  )
