import { h } from '../dom.js'
import { language, t } from '../words/language.js'
import { methodText } from './hint.js'

/** The section with the member's devices. The list loads on request. Every other device can be signed out. */
export const devicesSection = ({ sessions }, actions) =>
  h(
    'section',
    { class: 'panel', 'aria-labelledby': 'devices-title' },
    h('h2', { id: 'devices-title' }, t('devicesTitle')),
    sessions === undefined
      ? null
      : h(
          'ul',
          { class: 'lines devices' },
          sessions.map((session) => line(session, actions)),
        ),
    h(
      'div',
      { class: 'actions' },
      sessions === undefined ? button('openDevices', () => actions.openDevices()) : null,
      button('logoutEverywhere', () => actions.signOutEverywhere()),
    ),
    sessions === undefined ? null : h('p', { class: 'quiet' }, t('devicesNote')),
  )

const button = (word, onclick, more = {}) =>
  h('button', { type: 'button', class: 'small', onclick, ...more }, t(word))

function line({ id, device, methods, lastUsedAt, current }, actions) {
  const name = device ?? t('unknownDevice')
  const used = t('deviceUsed', { date: timeText(lastUsedAt) })
  return h(
    'li',
    {},
    h(
      'span',
      { class: 'grow' },
      name,
      current ? h('span', { class: 'chip good' }, t('thisDevice')) : null,
      h('small', { class: 'quiet' }, [...methods.map(methodText), used].join(' · ')),
    ),
    current
      ? null
      : button('endDevice', () => actions.endDevice(id), {
          'aria-label': `${t('endDevice')}: ${name}, ${used}`,
        }),
  )
}

const timeText = (text) =>
  new Date(text).toLocaleString(language() === 'ko' ? 'ko-KR' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
