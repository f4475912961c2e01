import type { Member } from '../../src/api.ts'
import { actions, button, form, heading, labelled, note, submit } from '../controls.ts'
import { type Child, h, typedIn } from '../dom.ts'
import { dateText, t } from '../words/words.ts'
import { type Account, act } from './fresh.ts'
import { line, small } from './section.ts'

type Passkey = Member['passkeys'][number]

/** The passkeys of the member, each with its buttons. Those of a service that has none any more can be removed. */
export const passkeyLines = (account: Account): readonly Child[] =>
  account.member.passkeys.map((passkey) => passkeyLine(account, passkey))

function passkeyLine(account: Account, passkey: Passkey): Child {
  const { client, stage } = account.scene
  const { id, name, createdAt, lastUsedAt, backedUp, usable } = passkey
  const used = [
    lastUsedAt === undefined
      ? t('passkeySince', { date: dateText(createdAt, 'medium') })
      : t('lastUsed', { date: dateText(lastUsedAt, 'medium') }),
    ...(backedUp ? [] : [t('passkeyOnOneDevice')]),
    ...(usable ? [] : [t('passkeyUnusable')]),
  ].join(' · ')
  const remove = async () => {
    await client.removePasskey(id)
    stage.say(() => t('passkeyWasRemoved', { name }), 'methods')
    await account.reload()
  }
  const doing = (text: string, onclick: () => void): Child => small(text, onclick, `${text}: ${name}`)
  return line(
    [t('passkeyNamed', { name }), ' ', note(used)],
    doing(
      t('rename'),
      stage.act(() => rename(account, passkey)),
    ),
    doing(t('remove'), act(account, remove, 'methods')),
  )
}

/** The button that adds a passkey, where the service has any and this browser can make one. */
export function addPasskeyButton(account: Account): Child {
  const { client, stage, passkeys } = account.scene
  if (!passkeys) return null
  const add = async () => {
    const { passkeys: all } = await client.addPasskey()
    const name = all.at(-1)?.name
    stage.say(() => t('passkeyWasAdded', { name }), 'methods')
    await account.reload()
  }
  return small(t('addPasskey'), act(account, add, 'methods'))
}

/** Lets the member name a passkey. */
function rename(account: Account, { id, name }: Passkey): void {
  const { client, stage } = account.scene
  const save = async (given: HTMLFormElement) => {
    await client.renamePasskey(id, typedIn(given, 'ieum-passkey-name') ?? '')
    stage.say(() => t('wasChanged'), 'methods')
    await account.reload()
  }
  stage.show('rename', () => [
    heading(t('renameTitle'), t('renameLead')),
    form(
      stage,
      save,
      labelled(
        'ieum-passkey-name',
        t('passkeyName'),
        h('input', { id: 'ieum-passkey-name', required: true, maxlength: '50', value: name }),
      ),
      actions(submit(t('save')), button(t('back'), stage.act(account.show), { kind: 'plain' })),
    ),
  ])
}
