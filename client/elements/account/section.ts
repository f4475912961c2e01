import { button } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import type { Account } from './fresh.ts'

/** A part of the account page, with the messages about what was done in it. */
export const section = (
  { scene }: Account,
  place: string,
  title: string,
  ...children: readonly Child[]
): Child =>
  h(
    'section',
    { class: 'ieum-panel', 'aria-labelledby': `ieum-${place}` },
    h('h2', { id: `ieum-${place}` }, title),
    scene.stage.messageAt(place),
    ...children,
  )

/** The lines of a section. */
export const lines = (...children: readonly Child[]): Child => h('ul', { class: 'ieum-lines' }, ...children)

/** One line: what it is about, and its buttons. */
export const line = (about: Child, ...rest: readonly Child[]): Child =>
  h('li', {}, h('span', { class: 'ieum-grow' }, about), ...rest)

/** A small button of a section. */
export const small = (text: string, onclick: () => void, label?: string): HTMLElement =>
  button(text, onclick, { kind: 'small', ...(label !== undefined && { label }) })
