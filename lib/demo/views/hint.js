import { h } from '../dom.js'
import { language, t } from '../words/language.js'
import { factList } from './profile.js'

/** What may be told of a member who fits, masked; `more` stands below it. */
export function hintCard({ email, phone, name, joinedMonth, methods = [] }, more, title = 'candidate') {
  const waysIn = methods.map((method) => h('span', { class: 'chip' }, methodText(method)))
  return h(
    'section',
    { class: 'told hint' },
    h('h2', {}, t(title)),
    factList([
      [t('name'), name],
      [t('email'), email],
      [t('phone'), phone],
      [t('memberSince'), joinedMonth === undefined ? undefined : monthText(joinedMonth)],
      [t('ways'), waysIn.length === 0 ? undefined : waysIn],
    ]),
    more === undefined ? null : h('div', { class: 'actions' }, more),
  )
}

/** A way of signing in by its name: one of ours, or a provider. */
export function methodText(method) {
  const own = t(`method_${method}`)
  return own === `method_${method}` ? t(`provider_${method}`) : own
}

const monthText = (month) =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(language() === 'ko' ? 'ko-KR' : 'en-GB', {
    year: 'numeric',
    month: 'long',
  })
