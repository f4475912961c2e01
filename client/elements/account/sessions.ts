import type { Sessions } from '../../src/api.ts'
import { actions, note } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { chip, methodText } from '../parts/facts.ts'
import { t, timeText } from '../words/words.ts'
import { type Account, act } from './fresh.ts'
import { line, lines, section, small } from './section.ts'

/** The devices that the member is signed in on, once they are asked for. */
export function devicesSection(
  account: Account,
  sessions: Sessions['sessions'] | undefined,
  open: () => Promise<void>,
): Child {
  const { client, stage, startOver } = account.scene
  const signOutEverywhere = async () => {
    await client.signOut({ everywhere: true })
    stage.say(() => t('loggedOutEverywhere'))
    startOver()
  }
  return section(
    account,
    'devices',
    t('devicesTitle'),
    sessions !== undefined && lines(sessions.map((session) => deviceLine(account, session, open))),
    actions(
      sessions === undefined && small(t('openDevices'), act(account, open, 'devices')),
      small(t('logoutEverywhere'), act(account, signOutEverywhere, 'devices')),
    ),
    sessions !== undefined && note(t('devicesNote')),
  )
}

function deviceLine(
  account: Account,
  session: Sessions['sessions'][number],
  open: () => Promise<void>,
): Child {
  const { client, stage } = account.scene
  const { id, device, methods, lastUsedAt, current } = session
  const name = device ?? t('unknownDevice')
  const used = t('lastUsed', { date: timeText(lastUsedAt) })
  const end = async () => {
    await client.endSession(id)
    await open()
    stage.tell(() => t('wasEnded'), 'devices')
  }
  return line(
    [
      name,
      ' ',
      current && chip(t('thisDevice'), 'good'),
      h('small', { class: 'ieum-quiet ieum-below' }, [...methods.map(methodText), used].join(' · ')),
    ],
    !current && small(t('logout'), act(account, end, 'devices'), `${t('logout')}: ${name}, ${used}`),
  )
}
