import { h } from './dom.js'
import { callLocal } from './local.js'
import { t } from './words/language.js'

/** Gives a phone number in the form of the outbox. The person types it in Korean or in international form. */
const asSent = (to) => (to.includes('@') ? to : to.replace(/[^+\d]/g, '').replace(/^0/, '+82'))

/** The newest message to an address. A laptop keeps every message that it sends. */
async function newestMail(to) {
  const sent = await callLocal('GET', '/_local/outbox')
  return Array.isArray(sent) ? sent.findLast((message) => message.to === asSent(to)) : undefined
}

/** In place of a mail program: a button that shows the message with the code, and fills in the code. */
export function showMailButton(place, to) {
  const shown = h('div', { 'aria-live': 'polite' })
  const open = async () => {
    const mail = await newestMail(to)
    if (mail === undefined) return
    shown.replaceChildren(
      h('section', { class: 'letter', 'aria-label': mail.subject ?? '' }, h('p', {}, mail.text ?? '')),
    )
    const input = document.querySelector('#ieum-code')
    const code = /^\d{6}$/m.exec(mail.text ?? '')?.[0]
    if (input === null || code === undefined) return
    input.value = code
    input.focus()
  }
  place.append(h('button', { type: 'button', class: 'ieum-small', onclick: open }, t('openMail')), shown)
}
