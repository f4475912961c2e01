import { call } from './api/api.js'
import { announce } from './chrome.js'
import { h } from './dom.js'
import { problemNotice } from './views/problem.js'
import { onLanguage, t } from './words/language.js'

const stage = document.querySelector('#visit')
const busyView = () => [h('p', { class: 'busy', role: 'status' }, t('busy'))]
let shown = { view: busyView, state: {}, actions: {} }
let running = false

/** Draws a view, and moves the focus to the heading of the view. */
export function showView(view, state = {}, actions = {}) {
  place(view, state, actions)
  const heading = stage.querySelector('h1')
  heading?.focus({ preventScroll: true })
  announce([state.notice?.(), heading?.textContent].filter(Boolean).join(' '))
}

/** Draws the first view of a freshly opened page. The focus stays where the browser put the focus. */
export function place(view, state = {}, actions = {}) {
  shown = { view, state, actions: Object.fromEntries(Object.entries(actions).map(steady)) }
  draw()
}

/** Changes the state of the view, and keeps the typed values. A problem gets the focus. */
export function update(change) {
  shown.state = { ...shown.state, problem: undefined, notice: undefined, ...change }
  redraw()
  if (shown.state.notice !== undefined) announce(shown.state.notice())
  if (shown.state.problem !== undefined) stage.querySelector('.notice.bad')?.focus()
}

/** Fills in an input of the view. Gives false when the view has no such input. */
export function fill(id, value) {
  const input = stage.querySelector(`#${id}`)
  if (input === null) return false
  input.value = value
  input.focus()
  return true
}

/** Ignores a second click while the first one is in progress. */
function steady([name, action]) {
  const act = async (...given) => {
    if (running) return
    running = true
    stage.setAttribute('aria-busy', 'true')
    try {
      await action(...given)
    } finally {
      running = false
      stage.removeAttribute('aria-busy')
    }
  }
  return [name, act]
}

function draw() {
  const { view, state, actions } = shown
  const problem = state.problem === undefined ? undefined : problemNotice(state.problem)
  stage.replaceChildren(...view({ ...state, problem }, actions).filter(Boolean))
}

function redraw() {
  const fields = () => stage.querySelectorAll('input[id], select[id]')
  const typed = new Map([...fields()].map((input) => [input.id, input]))
  draw()
  for (const input of fields()) {
    const before = typed.get(input.id)
    if (before === undefined || input.disabled || input.type === 'file') continue
    input.value = before.value
    input.checked = before.checked
  }
}

/** Redraws in the new language. The API gives the titles of terms in one language, so the demo requests them again. */
onLanguage(async () => {
  redraw()
  if (shown.state.terms === undefined) return
  const { body } = await call('GET', '/terms')
  const titles = new Map((body?.terms ?? []).map(({ tag, title }) => [tag, title]))
  const terms = shown.state.terms?.map((term) => ({ ...term, title: titles.get(term.tag) ?? term.title }))
  shown.state = { ...shown.state, terms }
  redraw()
})
