import { h } from '../dom.js'
import { t } from '../words/language.js'

/** A definition list; lines without a value are left out. */
export function factList(lines) {
  return h(
    'dl',
    { class: 'facts' },
    lines
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
  )
}

/** A contact with a mark that says whether it is verified. */
export function contact(value, verified) {
  if (value === undefined) return undefined
  const mark = verified
    ? h('span', { class: 'chip good' }, t('verified'))
    : h('span', { class: 'chip' }, t('unverified'))
  return [h('span', { class: 'value' }, value), mark]
}

/** `1990. 05-17 (음력, 윤달)`: as much of a birthday as is known. */
export function birthText(birth) {
  if (birth === undefined) return undefined
  const { year, monthDay, calendar, leapMonth } = birth
  const date = [year, monthDay?.replace(/^(\d\d)-?(\d\d)$/, '$1-$2')].filter(Boolean).join('-')
  const notes = [calendar === 'lunar' ? t('lunar') : null, leapMonth ? t('leap') : null].filter(Boolean)
  if (date === '') return undefined
  return notes.length === 0 ? date : `${date} (${notes.join(', ')})`
}

/** A Korean mobile number as people write it; any other stays as it is. */
export const phoneText = (phone) => phone?.replace(/^\+82(10)(\d{3,4})(\d{4})$/, '0$1-$2-$3')

export const genderText = (gender) => (gender === 'male' || gender === 'female' ? t(gender) : gender)
export const itemsText = (items) => items.map((item) => t(item)).join(', ')
