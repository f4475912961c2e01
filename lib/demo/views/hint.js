import { h } from '../dom.js'
import { language, t } from '../words/language.js'
import { factList } from './profile.js'

/** The card with the masked hint of a matching member. `more` appears below the facts. */
export function hintCard({ email, phone, name, joinedMonth, methods = [] }, more, title = 'candidate') {
  const methodChips = methods.map((method) => h('span', { class: 'chip' }, methodText(method)))
  return h(
    'section',
    { class: 'summary hint' },
    h('h2', {}, t(title)),
    factList([
      [t('name'), name],
      [t('email'), email],
      [t('phone'), phone],
      [t('memberSince'), joinedMonth === undefined ? undefined : monthText(joinedMonth)],
      [t('loginMethods'), methodChips.length === 0 ? undefined : methodChips],
    ]),
    more === undefined ? null : h('div', { class: 'actions' }, more),
  )
}

/** Gives the name of a sign-in method: a password, a code or a provider. */
export function methodText(method) {
  const own = t(`method_${method}`)
  return own === `method_${method}` ? t(`provider_${method}`) : own
}

const monthText = (month) =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(language() === 'ko' ? 'ko-KR' : 'en-GB', {
    year: 'numeric',
    month: 'long',
  })
