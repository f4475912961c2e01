import { brandedProviders as providers, providerText } from '@ieum/client/elements'
import { dressPage } from './chrome.js'
import { h } from './dom.js'
import { callLocal } from './local.js'
import { language, onLanguage, t } from './words/language.js'

const everyMs = 3_000
const mostEvents = 20
let sums = []
let events = []

/** Groups of outcomes for visitors without a linked identity, in the words of the page. */
const kinds = {
  funnelSignedIn: ['signed_in'],
  funnelNew: ['registration_required'],
  funnelMaybe: ['link_confirmation_required', 'link_proof_required'],
}

async function refresh() {
  const [metrics, published] = await Promise.all([
    callLocal('GET', '/_local/metrics'),
    callLocal('GET', '/_local/events'),
  ])
  if (metrics === undefined || published === undefined) return
  if (JSON.stringify([metrics, published]) === JSON.stringify([sums, events])) return
  sums = metrics
  events = published
  draw()
}

/** Adds up a metric over all dimensions that pass. */
const total = (metric, passes) =>
  sums.filter((one) => one.metric === metric && passes(one.dimensions)).reduce((all, { sum }) => all + sum, 0)

/** Draws one bar. The length of the bar is the share of `count` in `of`. */
const bar = (text, count, of, { shown = t('funnelCount', { count }), kind = '' } = {}) =>
  h(
    'li',
    { class: kind },
    h('span', {}, text),
    h('span', { class: 'count' }, shown),
    h('progress', { value: String(count), max: String(Math.max(of, 1)), 'aria-label': `${text}: ${shown}` }),
  )

const basisText = (basis) => (providers.includes(basis) ? providerText(basis) : t(`basis_${basis}`))

function drawSignUps() {
  const all = total('registrations', () => true)
  const by = sums
    .filter(({ metric }) => metric === 'registrations')
    .toSorted((one, other) => other.sum - one.sum)
  const bars = by.map(({ dimensions, sum }) => {
    const percent = Math.round((sum / all) * 100)
    return bar(basisText(dimensions.basis), sum, all, { shown: t('funnelShare', { count: sum, percent }) })
  })
  document
    .querySelector('#sign-ups')
    .replaceChildren(
      all === 0 ? h('p', { class: 'quiet' }, t('funnelNobody')) : h('ul', { class: 'bars' }, bars),
    )
}

/** Draws the visits through one provider, and their outcomes. */
function funnelOf(provider) {
  const own = (more) => (dimensions) =>
    dimensions.provider === provider && Object.entries(more).every(([name, is]) => is(dimensions[name]))
  const isLogin = (intent) => intent === 'login'
  const visits = total('visits', own({ intent: isLogin }))
  const decided = (is) => total('decisions', own({ intent: isLogin, decided: is }))
  const among = Object.entries(kinds).map(([text, names]) => [text, decided((kind) => names.includes(kind))])
  const turnedAway = decided((kind) => !Object.values(kinds).flat().includes(kind))
  const answered = (answer) => total('linkAnswers', own({ answer: (given) => given === answer }))
  const members = total('visits', own({ intent: (intent) => intent !== 'login' }))
  if (visits + members === 0) return null
  const bars = [
    ['funnelVisits', visits],
    ...among,
    ['funnelTurnedAway', turnedAway, 'lost'],
    ['funnelRegistered', total('registrations', ({ basis }) => basis === provider), 'good'],
    ['funnelLinked', answered('accepted'), 'good'],
    ['funnelContinued', answered('continued_as_new')],
    ['funnelDeclined', answered('declined'), 'lost'],
    ['funnelAbandoned', total('abandonments', own({})), 'lost'],
    ['funnelMembers', members],
  ].map(([text, count, kind]) => bar(t(text), count, visits, { kind }))
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, t('funnelOfProvider', { provider: providerText(provider) })),
    h('ul', { class: 'bars' }, bars),
  )
}

function drawEvents() {
  const lines = events
    .slice(-mostEvents)
    .toReversed()
    .map(({ 'detail-type': type, detail, time }) =>
      h(
        'li',
        {},
        h(
          'time',
          { datetime: time },
          new Date(time).toLocaleTimeString(language() === 'ko' ? 'ko-KR' : 'en-GB'),
        ),
        h('code', {}, type),
        h(
          'small',
          { class: 'quiet' },
          [detail.memberId, detail.identity?.provider].filter(Boolean).join(' · '),
        ),
      ),
    )
  document
    .querySelector('#events')
    .replaceChildren(
      lines.length === 0
        ? h('p', { class: 'quiet' }, t('funnelNoEvents'))
        : h('ul', { class: 'events' }, lines),
    )
}

function draw() {
  drawSignUps()
  document.querySelector('#visits').replaceChildren(...providers.map(funnelOf).filter((one) => one !== null))
  drawEvents()
}

dressPage()
onLanguage(draw)
await refresh()
draw()
setInterval(() => void refresh(), everyMs)
