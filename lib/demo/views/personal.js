import { h } from '../dom.js'
import { t } from '../words/language.js'

const genders = ['female', 'male', 'other']

const field = (id, input) => h('label', { class: 'field', for: id }, t(id), input)

const fields = {
  nickname: () => [field('nickname', h('input', { id: 'nickname', maxlength: '50', required: true }))],
  birth: () => [
    field('birth', h('input', { id: 'birth', type: 'date', min: '1900-01-01', required: true })),
    h(
      'label',
      { class: 'choice', for: 'lunar' },
      h('input', { id: 'lunar', type: 'checkbox' }),
      h('span', {}, t('byLunarCalendar')),
    ),
  ],
  gender: () => [
    field(
      'gender',
      h(
        'select',
        { id: 'gender', required: true },
        h('option', { value: '' }, ''),
        genders.map((gender) => h('option', { value: gender }, t(gender))),
      ),
    ),
  ],
}

/** The fields of the personal items that a sign-up lacks, beside the name. */
export const personalFields = (missing) =>
  Object.entries(fields).flatMap(([item, make]) => (missing.includes(item) ? make() : []))

/** Gives what those fields tell. */
export function personalIn(form) {
  const { nickname, birth, lunar, gender } = form.elements
  return {
    nickname: nickname?.value.trim(),
    birth: birth === undefined ? undefined : birthOf(birth.value, lunar.checked),
    gender: gender?.value,
  }
}

/** Gives the birth date of a date field. */
export function birthOf(date, isLunar) {
  const [year, month, day] = date.split('-')
  return { year: Number(year), monthDay: `${month}${day}`, calendar: isLunar ? 'lunar' : 'solar' }
}
