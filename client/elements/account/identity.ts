import { actions, note } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { dateText, t } from '../words/words.ts'
import { type Account, act } from './fresh.ts'
import { section, small } from './section.ts'

/** The state of the identity check, where the page can open the gateway. */
export function identitySection(account: Account): Child {
  const { client, openIdentityGateway } = account.scene
  const at = account.member.identityVerifiedAt
  if (openIdentityGateway === undefined) return null
  const check = async () => openIdentityGateway(await client.startIdentityCheck())
  return section(
    account,
    'identity',
    t('identity'),
    h('p', {}, at === undefined ? t('identityNot') : t('identityOn', { date: dateText(at) })),
    actions(small(t('checkIdentity'), act(account, check, 'identity'))),
    note(t('identityNote')),
  )
}
