import { writeClock } from './chrome.js'
import { h } from './dom.js'
import { visitSoFar } from './exchanges.js'
import { callLocal } from './local.js'
import { advance, spanOf } from './time.js'
import { onLanguage, t } from './words/language.js'

const minute = 60
const day = 86_400

const renewals = () =>
  visitSoFar().exchanges.filter(({ path, status }) => path === '/token' && status === 200).length

/** Draws what a developer tries while a member is signed in: moving the clock, renewing, the sweep. */
export function showTools(element, { client, page }) {
  const said = h('p', { class: 'said', role: 'status' })
  const say = (text) => {
    said.textContent = text
  }
  const actions = {
    showMe: async () => {
      const before = renewals()
      await page.home()
      say(t(renewals() > before ? 'shownAfterRenewal' : 'shown'))
    },
    renew: async () => {
      await client.renew()
      say(t('renewed'))
    },
    sweep: async () => {
      const { ended = 0, failed = 0 } = (await callLocal('POST', '/_local/sweep')) ?? {}
      say(t('swept', { ended, failed }))
    },
  }
  const move = async (seconds) => {
    await advance(seconds)
    writeClock()
    say(t('timeMoved', { ahead: spanOf(seconds) }))
  }
  const button = (text, onclick) => h('button', { type: 'button', onclick }, text)
  const draw = () =>
    element.replaceChildren(
      h('h2', { id: 'tools-title' }, t('timeTitle')),
      h('p', { class: 'quiet' }, t('timeLead')),
      h(
        'div',
        { class: 'actions' },
        [11 * minute, day, 31 * day].map((seconds) => button(`+ ${spanOf(seconds)}`, () => move(seconds))),
        Object.entries(actions).map(([name, action]) => button(t(name), action)),
      ),
      said,
    )
  onLanguage(draw)
  draw()
}
