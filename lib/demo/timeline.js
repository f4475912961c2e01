import { onExchange, visitSoFar } from './api/exchanges.js'
import { seenByServer } from './api/visit.js'
import { h, isBusyWith } from './dom.js'
import { rows } from './rows.js'
import { inLanguage, onLanguage, t } from './words/language.js'

/** Requests that a browser makes on its own, on the way to a provider and back. */
const isPageVisit = (entry) => entry.method === 'GET' && /^\/(login|callback)\//.test(entry.path ?? '')

let serverLog = []

/** What this page asked and what the browser followed, in order, each with what the server said about it. */
function events() {
  const { since, exchanges: own } = visitSoFar()
  const told = new Map(serverLog.map((entry) => [entry.requestId, entry]))
  const followed = serverLog.filter((entry) => isPageVisit(entry) && entry.at >= since)
  return [
    ...own.map((exchange) => ({ ...told.get(exchange.requestId), ...exchange })),
    ...followed.map((entry) => ({ ...entry, byBrowser: true })),
  ].sort((one, other) => one.at.localeCompare(other.at))
}

/** Draws the panel, and again whenever something happens. */
export function showTimeline(element) {
  const draw = () => {
    if (isBusyWith(element)) return
    const list = events()
    element.replaceChildren(
      ...(list.length === 0
        ? [h('p', { class: 'quiet' }, t('happenedEmpty'))]
        : [
            h(
              'ol',
              { class: 'timeline' },
              list.map((entry, index) => event(entry, list[index - 1])),
            ),
          ]),
    )
  }
  const refresh = async () => {
    const { body } = await seenByServer()
    if (Array.isArray(body)) serverLog = body
    draw()
  }
  onExchange(refresh)
  onLanguage(draw)
  return refresh()
}

function event(entry, before) {
  const tone = entry.status >= 500 || entry.status === 0 ? 'bad' : entry.status >= 400 ? 'warn' : 'good'
  return h(
    'li',
    { class: `event ${tone}` },
    h(
      'p',
      { class: 'request' },
      h('span', { class: 'method' }, entry.method),
      h('code', {}, entry.path),
      h('span', { class: 'status' }, String(entry.status)),
    ),
    h(
      'p',
      { class: 'outcome' },
      entry.outcome === undefined ? null : h('code', {}, entry.outcome),
      entry.byBrowser ? h('span', { class: 'chip' }, t('byBrowser')) : null,
    ),
    rowOf(entry, before),
    bodiesOf(entry),
  )
}

/** The sentence is told once, where the row was decided; the step that acts on it repeats only the number. */
function rowOf({ row }, before) {
  const words = inLanguage(rows[row])
  if (words === undefined) return null
  return h(
    'div',
    { class: 'row' },
    h('span', { class: 'badge' }, t('row', { row })),
    h('strong', {}, words[0]),
    before?.row === row ? null : h('p', {}, words[1]),
  )
}

function bodiesOf({ sent, received, path }) {
  const parts = [
    ['sent', sent],
    ['received', received],
  ].filter(([, value]) => value !== undefined)
  if (parts.length === 0) return null
  return h(
    'details',
    {},
    h('summary', { 'aria-label': `${t('details')}: ${path}` }, t('details')),
    parts.flatMap(([name, value]) => [
      h('p', { class: 'quiet' }, t(name)),
      h('pre', { tabindex: '0' }, JSON.stringify(value, null, 2)),
    ]),
  )
}
