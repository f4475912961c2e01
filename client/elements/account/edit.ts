import type { Bodies, Member } from '../../src/api.ts'
import { actions, button, form, heading, submit } from '../controls.ts'
import { type Child, fieldIn } from '../dom.ts'
import { type Attributes, attributeFields, attributesIn, isPhoto } from '../parts/attributes.ts'
import { isCode } from '../parts/doors.ts'
import { newPasswordField, personalField, personalIn } from '../parts/personal.ts'
import { photosFor } from '../parts/photos.ts'
import { proveAddress } from '../screens/address.ts'
import { t } from '../words/words.ts'
import { type Account, runFresh } from './fresh.ts'

type Change = Bodies['PATCH /me']

/** The parts of a member that the member can change. */
export type Part = 'name' | 'nickname' | 'email' | 'phone' | 'password' | 'birth' | 'gender' | 'attributes'

/** Lets the member change one part. A new address or number is proven first. */
export function edit(account: Account, part: Part): void {
  if (part === 'attributes') editAttributes(account)
  else if (part === 'email' || part === 'phone') editContact(account, part)
  else editField(account, part)
}

function editField(account: Account, part: Exclude<Part, 'email' | 'phone' | 'attributes'>): void {
  const { member } = account
  const fields = {
    name: () => personalField('name', member.name),
    nickname: () => personalField('nickname', member.nickname),
    birth: () => personalField('birth'),
    gender: () => personalField('gender'),
    password: () => newPasswordField(t(member.methods.some(isCode) ? 'passwordEditNote' : 'newPasswordNote')),
  }
  const read = (given: HTMLFormElement): Change =>
    part === 'password' ? { password: fieldIn(given, 'ieum-new-password')?.value ?? '' } : personalIn(given)
  showForm(account, part, { fields: fields[part], read })
}

async function save(account: Account, change: Change): Promise<void> {
  const { stage, client } = account.scene
  await client.changeMe(change)
  stage.say(() => t('wasChanged'), 'profile')
  await account.reload()
}

interface PartForm {
  readonly fields: () => Child
  readonly read: (form: HTMLFormElement) => Change
}

function showForm(account: Account, part: Part, { fields, read }: PartForm): void {
  const { stage } = account.scene
  const { methods } = account.member
  const isLess = part === 'password' && methods.includes('password') && methods.length > 1
  const change = (made: Change) => runFresh(account, () => save(account, made))
  stage.show('edit', () => [
    heading(t('editPart', { part: t(part) })),
    form(
      stage,
      (given) => change(read(given)),
      fields(),
      actions(
        submit(t('save')),
        isLess &&
          button(
            t('noMorePassword'),
            stage.act(() => change({ password: null })),
            { kind: 'plain' },
          ),
        button(t('back'), stage.act(account.show), { kind: 'plain' }),
      ),
    ),
  ])
}

function editContact(account: Account, part: 'email' | 'phone'): void {
  proveAddress(account.scene, {
    purpose: 'contact',
    kind: part,
    title: `edit_${part}_title`,
    lead: 'editAddressLead',
    others: [[t('back'), account.show]],
    done: (verificationToken) => runFresh(account, () => save(account, { verificationToken })),
  })
}

function editAttributes(account: Account): void {
  const { stage, client, schema } = account.scene
  const values = account.member.attributes
  const photos = photosFor(stage, (type) => client.upload(type), storedPhotos(account.scene.schema, values))
  showForm(account, 'attributes', {
    fields: () => attributeFields(schema, values, photos),
    read: (given) => ({ attributes: changed(values, attributesIn(given, schema, photos)) }),
  })
}

const storedPhotos = (schema: Account['scene']['schema'], values: Member['attributes']) =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([, each]) => isPhoto(each))
      .map(([name]) => [name, [values[name] ?? []].flat().map(String)]),
  )

/** An attribute that was emptied becomes null. */
const changed = (before: Attributes, filled: Attributes): Attributes => ({
  ...Object.fromEntries(Object.keys(before).map((name) => [name, null])),
  ...filled,
})
