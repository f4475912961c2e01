import { note } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { attributeText } from '../parts/attributes.ts'
import { birthText, contact, phoneText } from '../parts/facts.ts'
import { dateText, t, titleOf, wordOf } from '../words/words.ts'
import { edit, type Part } from './edit.ts'
import { type Account, act } from './fresh.ts'
import { lines, section, small } from './section.ts'

/** What is known of the member, each with a button to change it. */
export function profileSection(account: Account): Child {
  const { member, scene } = account
  const changeButton = (part: Part): Child =>
    small(
      t('change'),
      act(account, async () => edit(account, part)),
      t('editPart', { part: t(part) }),
    )
  const line = (label: string, value: Child, part?: Part): Child =>
    h(
      'li',
      {},
      h('span', { class: 'ieum-label' }, label),
      h('span', { class: 'ieum-grow' }, value ?? note('—')),
      part !== undefined && changeButton(part),
    )
  const attributes = Object.entries(member.attributes)
  const { properties = {} } = scene.schema
  return section(
    account,
    'profile',
    t('profile'),
    lines(
      line(t('name'), member.name, 'name'),
      member.nickname !== undefined && line(t('nickname'), member.nickname, 'nickname'),
      line(t('email'), contact(member.email, member.emailVerified), 'email'),
      line(t('phone'), contact(phoneText(member.phone), member.phoneVerified), 'phone'),
      line(t('birth'), birthText(member.birth), 'birth'),
      member.gender !== undefined && line(t('gender'), wordOf(member.gender), 'gender'),
      scene.doors.passwordSignIn &&
        line(t('password'), member.methods.includes('password') ? t('passwordSet') : undefined, 'password'),
      Object.keys(properties).length > 0 &&
        line(t('attributes'), attributeLines(attributes, properties), 'attributes'),
      line(t('memberSince'), dateText(member.createdAt)),
      line(t('memberId'), h('code', {}, member.id)),
    ),
    note(t('editNote')),
  )
}

const attributeLines = (
  attributes: readonly (readonly [string, unknown])[],
  properties: NonNullable<Account['scene']['schema']['properties']>,
): Child =>
  attributes.length === 0
    ? undefined
    : attributes.map(([name, value]) =>
        h('span', {}, `${titleOf(name, properties[name])}: ${attributeText(value, properties[name])}`),
      )
