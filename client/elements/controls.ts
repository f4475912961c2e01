import { type Child, h } from './dom.ts'
import type { Stage } from './stage.ts'

/** The box of a message. A problem is read out. */
export const messageBox = (kind: 'good' | 'bad', text: Child): Child => {
  const role = kind === 'bad' ? 'alert' : undefined
  return h('div', { class: `ieum-message ieum-${kind}`, role, tabindex: '-1' }, text)
}

/** The place in a screen for what a page adds. Without it, the end. */
export const extraPlace = (): Child => h('div', { 'data-extra': true })

/** A button with a text. */
export const button = (
  text: string,
  onclick: () => void,
  { kind = '', label }: { readonly kind?: 'primary' | 'plain' | 'small' | ''; readonly label?: string } = {},
): HTMLElement =>
  h(
    'button',
    { type: 'button', class: kind === '' ? undefined : `ieum-${kind}`, onclick, 'aria-label': label },
    text,
  )

/** The button that sends a form. */
export const submit = (text: string): HTMLElement =>
  h('button', { type: 'submit', class: 'ieum-primary' }, text)

/** The buttons of a screen. */
export const actions = (...buttons: readonly Child[]): HTMLElement =>
  h('div', { class: 'ieum-actions' }, ...buttons)

/** A sentence, or a word beside another, that stands back. */
export const note = (text: Child, id?: string): HTMLElement => h('small', { class: 'ieum-quiet', id }, text)

/** The heading of a screen, and the sentence below it. */
export const heading = (title: string, lead?: string): Child => [
  h('h1', { tabindex: '-1' }, title),
  lead !== undefined && h('p', { class: 'ieum-lead' }, lead),
]

/** A form whose button runs one action. `submitter` is the value of the pressed button. */
export function form(
  stage: Stage,
  action: (form: HTMLFormElement, submitter: string) => unknown,
  ...children: readonly Child[]
): HTMLFormElement {
  const element = h('form', {}, ...children)
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : ''
    void stage.run(() => action(element, pressed))
  })
  return element
}

/** A labelled input. `id` is its id, and names its text. */
export const labelled = (id: string, text: string, input: Child, note?: Child): Child =>
  h('div', { class: 'ieum-field' }, h('label', { for: id }, text), input, note)
