import { h } from '../dom.js'
import { t } from '../words/language.js'

/** Makes a definition list. Lines without a value are left out. */
export function factList(lines) {
  return h(
    'dl',
    { class: 'facts' },
    lines
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
  )
}

/** Gives a contact with a mark for its verification. */
export function contact(value, verified) {
  if (value === undefined) return undefined
  const mark = verified
    ? h('span', { class: 'chip good' }, t('verified'))
    : h('span', { class: 'chip' }, t('unverified'))
  return [h('span', { class: 'value' }, value), mark]
}

/** Gives the known parts of a birthday: `1990-05-17 (음력, 윤달)`. */
export function birthText(birth) {
  if (birth === undefined) return undefined
  const { year, monthDay, calendar, leapMonth } = birth
  const date = [year, monthDay?.replace(/^(\d\d)-?(\d\d)$/, '$1-$2')].filter(Boolean).join('-')
  const notes = [calendar === 'lunar' ? t('lunar') : null, leapMonth ? t('leap') : null].filter(Boolean)
  if (date === '') return undefined
  return notes.length === 0 ? date : `${date} (${notes.join(', ')})`
}

/** Gives a Korean mobile number in its usual form. Other numbers stay unchanged. */
export const phoneText = (phone) => phone?.replace(/^\+82(10)(\d{3,4})(\d{4})$/, '0$1-$2-$3')

export const genderText = (gender) => (gender === 'male' || gender === 'female' ? t(gender) : gender)
export const itemsText = (items) => items.map((item) => t(item)).join(', ')
