import type { Hint, Profile } from '../../src/api.ts'
import { actions } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { monthText, t, wordOf } from '../words/words.ts'
import { providerText } from './providers.ts'

/** A list of facts. A fact without a value is left out. */
export const factList = (facts: readonly (readonly [string, Child])[]): Child =>
  h(
    'dl',
    { class: 'ieum-facts' },
    facts
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
  )

export const chip = (text: string, kind: 'good' | 'must' | '' = ''): Child =>
  h('span', { class: kind === '' ? 'ieum-chip' : `ieum-chip ieum-${kind}` }, text)

/** An address breaks behind its @, rather than anywhere. */
const breakable = (value: string): Child => value.split(/(?<=@)/).map((part) => [part, h('wbr')])

/** A contact, with a mark that says whether it is verified. */
export const contact = (value: string | undefined, isVerified: boolean): Child =>
  value === undefined
    ? undefined
    : [h('span', {}, breakable(value)), isVerified ? chip(t('verified'), 'good') : chip(t('unverified'))]

/** The known parts of a birthday: `1990-05-17 (lunar, leap month)`. */
export function birthText(birth: Profile['birth']): string | undefined {
  if (birth === undefined) return undefined
  const { year, monthDay, calendar, leapMonth } = birth
  const date = [year, monthDay?.replace(/^(\d\d)-?(\d\d)$/, '$1-$2')].filter(Boolean).join('-')
  const notes = [calendar === 'lunar' && t('lunar'), leapMonth && t('leap')].filter(Boolean).join(', ')
  if (date === '') return undefined
  return notes === '' ? date : `${date} (${notes})`
}

/** A Korean mobile number as people write it. Other numbers stay as they are. */
export const phoneText = (phone: string | undefined): string | undefined =>
  phone?.replace(/^\+82(10)(\d{3,4})(\d{4})$/, '0$1-$2-$3')

/** The name of a method: a password, a code or a provider. */
export const methodText = (method: string): string => {
  const own = wordOf(`method_${method}`)
  return own === `method_${method}` ? providerText(method) : own
}

/** The masked hint of a member. `more` stands below the facts. */
export const hintCard = (hint: Hint, title: string, more?: Child): Child => {
  const { email, phone, name, joinedMonth, methods = [] } = hint
  return h(
    'section',
    { class: 'ieum-panel ieum-hint' },
    h('h2', {}, title),
    factList([
      [t('name'), name],
      [t('email'), email],
      [t('phone'), phone],
      [t('memberSince'), joinedMonth && monthText(joinedMonth)],
      [
        t('loginMethods'),
        methods.length === 0 ? undefined : methods.map((method) => chip(methodText(method))),
      ],
    ]),
    more !== undefined && actions(more),
  )
}
