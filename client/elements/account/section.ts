import { type Child, h } from '../dom.ts'
import { button } from '../stage.ts'
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

/** A small button of a section. */
export const small = (text: string, onclick: () => void, label?: string): HTMLElement =>
  button(text, onclick, { kind: 'small', ...(label !== undefined && { label }) })
