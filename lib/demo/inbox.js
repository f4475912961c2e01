import { dressPage } from './chrome.js'
import { h } from './dom.js'
import { callLocal } from './local.js'
import { language, onLanguage, t } from './words/language.js'

const everyMs = 3_000
const place = document.querySelector('#messages')
let messages = []

/** Loads the messages. Only a change redraws the page, so reading is not interrupted. */
async function refresh() {
  const body = await callLocal('GET', '/_local/outbox')
  if (!Array.isArray(body) || (body.length === messages.length && place.hasChildNodes())) return
  messages = body
  draw()
}

function draw() {
  const list = messages.toReversed().map(message)
  place.replaceChildren(
    list.length === 0 ? h('p', { class: 'quiet' }, t('inboxEmpty')) : h('ul', { class: 'messages' }, list),
  )
}

function message({ channel, to, subject, text, html, sentAt }) {
  const time = new Date(sentAt).toLocaleString(language() === 'ko' ? 'ko-KR' : 'en-GB')
  return h(
    'li',
    { class: 'card' },
    h(
      'p',
      { class: 'quiet' },
      h('span', { class: 'chip' }, t(`channel_${channel}`)),
      ` ${to} · `,
      h('time', { datetime: sentAt }, time),
    ),
    subject === undefined ? null : h('h2', {}, subject),
    html === undefined ? h('div', { class: 'text' }, withLinks(text ?? '')) : frame(subject, html),
    channel === 'email'
      ? h('p', { class: 'failures' }, failing(to, 'bounce'), failing(to, 'complaint'))
      : null,
  )
}

/** A button that plays what SES would tell of an address. */
const failing = (address, why) =>
  h(
    'button',
    {
      type: 'button',
      class: 'plain',
      onclick: async ({ currentTarget }) => {
        const button = currentTarget
        button.disabled = true
        await callLocal('POST', '/_local/mail-failures', { address, why })
        button.textContent = t(`inbox_${why}_done`)
      },
    },
    t(`inbox_${why}`),
  )

/** Shows a mail in a frame without scripts, as high as the mail. The links of the mail open in a new tab. */
const frame = (subject, html) =>
  h('iframe', {
    sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    srcdoc: html,
    title: subject ?? '',
    onload: ({ currentTarget: mail }) => {
      mail.style.height = `${mail.contentDocument.documentElement.scrollHeight}px`
    },
  })

const withLinks = (text) =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part) =>
      /^https?:\/\//.test(part) ? h('a', { href: part, target: '_blank', rel: 'noopener' }, part) : part,
    )

dressPage()
onLanguage(draw)
await refresh()
setInterval(() => void refresh(), everyMs)
