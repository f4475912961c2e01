import type { Member } from '../../src/api.ts'
import { actions, note } from '../controls.ts'
import type { Child } from '../dom.ts'
import { methodText } from '../parts/facts.ts'
import { brandedProviders, providerButton, providerText } from '../parts/providers.ts'
import { dateText, t } from '../words/words.ts'
import { type Account, act } from './fresh.ts'
import { addPasskeyButton, passkeyLines } from './passkeys.ts'
import { line, lines, section, small } from './section.ts'

/** The ways of signing in: what stands there, and the providers to add. */
export function methodsSection(account: Account): Child {
  const { scene, member } = account
  const { client, providers } = scene
  const own = member.methods.filter((method) => method !== 'passkey' && !brandedProviders.includes(method))
  return section(
    account,
    'methods',
    t('loginMethods'),
    lines(
      own.map((method) => line(methodText(method))),
      passkeyLines(account),
      member.identities.map((identity) => identityLine(account, identity)),
    ),
    actions(
      providers.map((provider) =>
        providerButton(
          provider,
          act(account, () => client.linkProvider(provider), 'methods'),
          { text: t('add', { provider: providerText(provider) }), isSmall: true },
        ),
      ),
      addPasskeyButton(account),
    ),
    note(t('loginMethodsNote')),
  )
}

function identityLine(account: Account, identity: Member['identities'][number]): Child {
  const { client, stage } = account.scene
  const { provider, subject, linkedAt, state } = identity
  const name = providerText(provider)
  const isLinked = state === 'linked'
  const since = isLinked
    ? t('linkedSince', { date: dateText(linkedAt, 'medium') })
    : t('endedThere', { provider: name })
  const unlink = async () => {
    await client.request('POST', '/unlink', { body: { provider, subject } })
    stage.say(() => t('wasUnlinked', { provider: providerText(provider) }), 'methods')
    await account.reload()
  }
  const doing = (text: string, action: () => Promise<unknown>): Child =>
    small(text, act(account, action, 'methods'), `${text}: ${name} ${subject}`)
  return line(
    [name, ' ', note(since)],
    isLinked && doing(t('proveAgain'), () => client.reauthenticate(provider)),
    doing(t(isLinked ? 'unlink' : 'removeForGood'), unlink),
  )
}
