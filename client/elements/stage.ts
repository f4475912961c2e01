import { messageBox } from './controls.ts'
import { type Child, h } from './dom.ts'
import type { AttributeSchema } from './parts/attributes.ts'
import { asProblem, markFaults, problemText } from './parts/problem.ts'
import { t } from './words/words.ts'

/** A screen: what it shows now. It is drawn again whenever something has changed. */
export type View = () => Child

interface Message {
  readonly kind: 'good' | 'bad'
  /** The part of the screen whose button was pressed. */
  readonly place: string
  readonly text: () => Child
}

/** The top of a screen, where a message stands unless a part of the screen asked for it. */
const top = 'top'

/** Tells a page that a screen was drawn. `extra` is an empty place in it that the page may fill. */
export interface ScreenDetail {
  readonly name: string
  readonly extra: HTMLElement
  /** The address that a code was sent to. */
  readonly to?: string | undefined
}

interface ShowOptions {
  readonly to?: string
  /** A freshly opened page keeps the focus where the browser put it. */
  readonly isFirst?: boolean
  /** Renews texts that come from the API, after the language of the page has changed. */
  readonly translate?: () => Promise<void>
}

/** Where the screens of an element are drawn, one at a time. */
export class Stage {
  readonly #host: HTMLElement
  readonly #schema: () => AttributeSchema
  readonly #screen = h('div', { class: 'ieum-screen' })
  readonly #announcement = h('p', { class: 'ieum-unseen', role: 'status' })
  #view: View = () => h('p', { class: 'ieum-quiet' }, t('busy'))
  #about: Omit<ScreenDetail, 'extra'> = { name: 'busy' }
  #message: Message | undefined
  #translate: (() => Promise<void>) | undefined
  #isBusy = false

  /** `schema` names the attributes in a problem. */
  constructor(host: HTMLElement, schema: () => AttributeSchema) {
    this.#host = host
    this.#schema = schema
  }

  /** Puts the stage into its element. */
  attach(): void {
    this.#host.replaceChildren(this.#screen, this.#announcement)
    this.redraw()
  }

  /** Shows a screen, and moves the focus to its heading, or to the message of the part that the person was at. */
  show(name: string, view: View, { to, isFirst = false, translate }: ShowOptions = {}): void {
    this.#view = view
    this.#about = { name, to }
    this.#translate = translate
    const message = this.#message
    this.#draw()
    this.#message = undefined
    const heading = this.#screen.querySelector('h1')
    const said = message && this.#screen.querySelector<HTMLElement>('.ieum-message')
    // What was done in a part of the screen is told there, where the person is.
    const target = message?.place === top || !said ? heading : said
    if (!isFirst) {
      target?.focus({ preventScroll: true })
      target?.scrollIntoView({ block: target === heading ? 'nearest' : 'center' })
    }
    this.#announcement.textContent = [said?.textContent, heading?.textContent].filter(Boolean).join(' ')
  }

  /** Draws the screen again, with what was typed and with the focus where it was. */
  redraw(): void {
    const focused = document.activeElement
    const fields = () =>
      this.#screen.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[id]:is(input, select)')
    const typed = new Map([...fields()].map((field) => [field.id, field]))
    this.#draw()
    for (const field of fields()) {
      const before = typed.get(field.id)
      if (before === undefined || field.disabled || field.type === 'file') continue
      field.value = before.value
      if (field instanceof HTMLInputElement && before instanceof HTMLInputElement)
        field.checked = before.checked
    }
    if (focused instanceof HTMLElement && focused.id !== '') {
      const next = this.#screen.querySelector<HTMLInputElement>(`#${CSS.escape(focused.id)}`)
      next?.focus({ preventScroll: true })
      // A person who types goes on in the middle of a word. Fields of some types have no caret to keep.
      if (focused instanceof HTMLInputElement && focused.selectionStart !== null)
        next?.setSelectionRange(focused.selectionStart, focused.selectionEnd)
    }
  }

  /** Draws the screen in the language of the page. */
  async translate(): Promise<void> {
    this.redraw()
    if (this.#translate === undefined) return
    await this.#translate().catch(() => undefined)
    this.redraw()
  }

  /** Keeps a message for the next screen, or for this one drawn again. */
  say(text: () => string, place = top): void {
    this.#message = { kind: 'good', place, text }
  }

  /** Shows a message on this screen, where the person is. */
  tell(text: () => string, place = top): void {
    this.#show({ kind: 'good', place, text })
    this.#announcement.textContent = text()
  }

  /** Shows a problem on this screen, where the person is. */
  fail(error: unknown, place = top): void {
    const problem = asProblem(error)
    this.#show({ kind: 'bad', place, text: () => problemText(problem, this.#schema()) })
    markFaults(this.#screen, problem)
  }

  #show(message: Message): void {
    this.#message = message
    this.redraw()
    this.#message = undefined
    const shown = this.#screen.querySelector<HTMLElement>('.ieum-message')
    if (message.kind === 'bad') shown?.focus()
    shown?.scrollIntoView({ block: 'nearest' })
  }

  /** The message of a part of the screen. The top shows it where no part does. */
  messageAt(place: string): Child {
    const message = this.#message
    if (message === undefined || message.place !== place) return null
    return messageBox(message.kind, message.text())
  }

  /** What a button does: one action at a time; a problem shows where the person is. */
  act(action: () => unknown, place = top): () => void {
    return () => {
      void this.run(action, place)
    }
  }

  /** Runs an action, unless another one runs. */
  async run(action: () => unknown, place = top): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    this.#host.setAttribute('aria-busy', 'true')
    try {
      await action()
    } catch (error) {
      this.fail(error, place)
    } finally {
      this.wake()
    }
  }

  /** Takes buttons again, in a page that the browser kept while it was at a provider (back-forward cache). */
  wake(): void {
    this.#isBusy = false
    this.#host.removeAttribute('aria-busy')
  }

  #draw(): void {
    const extra = h('div', { class: 'ieum-extra' })
    const children = h('div', {}, this.messageAt(top), this.#view(), extra)
    this.#screen.replaceChildren(...children.childNodes)
    const place = this.#screen.querySelector('[data-extra]')
    place?.replaceWith(extra)
    const detail: ScreenDetail = { ...this.#about, extra }
    this.#host.dispatchEvent(new CustomEvent('ieum-screen', { bubbles: true, detail }))
  }
}
