import { labelled, note } from '../controls.ts'
import { type Child, fieldIn, h, isChecked, typedIn } from '../dom.ts'
import { t } from '../words/words.ts'

const genders = ['female', 'male', 'other'] as const
type Gender = (typeof genders)[number]
const isGender = (value: string | undefined): value is Gender => genders.some((gender) => gender === value)

const textField =
  (item: 'name' | 'nickname') =>
  (value: string | undefined, required: boolean): Child =>
    labelled(
      `ieum-${item}`,
      t(item),
      h('input', { id: `ieum-${item}`, autocomplete: item, maxlength: 50, required, value }),
    )

const fields = {
  name: textField('name'),
  nickname: textField('nickname'),
  birth: () => [
    labelled(
      'ieum-birth',
      t('birth'),
      h('input', { id: 'ieum-birth', type: 'date', min: '1900-01-01', autocomplete: 'bday', required: true }),
    ),
    h(
      'label',
      { class: 'ieum-choice', for: 'ieum-lunar' },
      h('input', { id: 'ieum-lunar', type: 'checkbox' }),
      h('span', {}, t('byLunarCalendar')),
    ),
  ],
  gender: () =>
    labelled(
      'ieum-gender',
      t('gender'),
      h(
        'select',
        { id: 'ieum-gender', required: true },
        h('option', { value: '' }, t('choose')),
        genders.map((gender) => h('option', { value: gender }, t(gender))),
      ),
    ),
} as const satisfies Record<string, (value: string | undefined, isRequired: boolean) => Child>

type Personal = keyof typeof fields

/** The items of a sign-up that a person fills in by these fields. */
export const personalItems: readonly string[] = Object.keys(fields)

/** The field of one item. */
export const personalField = (item: Personal, value?: string, isRequired = true): Child =>
  fields[item](value, isRequired)

/** What those fields of a form tell. A field that the form lacks, or that is empty, tells nothing. */
export function personalIn(form: ParentNode) {
  const [name, nickname] = [typedIn(form, 'ieum-name'), typedIn(form, 'ieum-nickname')]
  const birth = birthOf(fieldIn(form, 'ieum-birth')?.value ?? '', isChecked(form, 'ieum-lunar'))
  const gender = fieldIn(form, 'ieum-gender')?.value
  return {
    ...(name !== undefined && { name }),
    ...(nickname !== undefined && { nickname }),
    ...(birth !== undefined && { birth }),
    ...(isGender(gender) && { gender }),
  }
}

/** The birth date of a date field: `1990-05-17`. */
function birthOf(date: string, isLunar: boolean) {
  const [year, month, day] = date.split('-')
  if (month === undefined || day === undefined) return undefined
  return { year: Number(year), monthDay: `${month}${day}`, calendar: isLunar ? 'lunar' : 'solar' } as const
}

/** The field for a new password. */
export const newPasswordField = (hint: string): Child =>
  labelled(
    'ieum-new-password',
    t('newPassword'),
    h('input', {
      id: 'ieum-new-password',
      type: 'password',
      autocomplete: 'new-password',
      minlength: 8,
      maxlength: 256,
      required: true,
      'aria-describedby': 'ieum-password-note',
    }),
    note(hint, 'ieum-password-note'),
  )

/** The fields of further items that the service requires. */
export const extraFields = (missing: readonly string[]): Child => [
  missing.includes('nickname') && personalField('nickname'),
  missing.includes('birth') && personalField('birth'),
  missing.includes('gender') && personalField('gender'),
]
