import { h, isBusyWith } from './dom.js'
import { onExchange, visitSoFar } from './exchanges.js'
import { callLocal } from './local.js'
import { rows } from './rows.js'
import { inLanguage, onLanguage, t } from './words/language.js'

/** Whether the browser itself made a request, on the way to a provider and back. */
const isPageVisit = (entry) => entry.method === 'GET' && /^\/(login|callback)\//.test(entry.path ?? '')

let serverLog = []

/** Gives the requests of the page and of the browser in order, each with its line of the server log. */
function events() {
  const { since, exchanges: own } = visitSoFar()
  const logged = new Map(serverLog.map((entry) => [entry.requestId, entry]))
  const followed = serverLog.filter((entry) => isPageVisit(entry) && entry.at >= since)
  return [
    ...own.map((exchange) => ({ ...logged.get(exchange.requestId), ...exchange })),
    ...followed.map((entry) => ({ ...entry, byBrowser: true })),
  ].sort((one, other) => one.at.localeCompare(other.at))
}

/** Draws the panel, and redraws the panel after every request. */
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
              list.map((entry, index) => event(entry, list.slice(0, index))),
            ),
          ]),
    )
  }
  const refresh = async () => {
    const log = await callLocal('GET', '/_local/log')
    if (Array.isArray(log)) serverLog = log
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

/** Draws the row of the table of cases where it was decided. A step that acts on the row does not repeat it. */
function rowOf({ row }, before) {
  const words = inLanguage(rows[row])
  if (words === undefined || before.at(-1)?.row === row) return null
  return h(
    'div',
    { class: 'row' },
    h('span', { class: 'badge' }, t('row', { row })),
    h('strong', {}, words[0]),
    h('p', {}, words[1]),
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
