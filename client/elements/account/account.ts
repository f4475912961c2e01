import type { Member, Sessions, Term } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import { actions, button, extraPlace, heading } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { providerText } from '../parts/providers.ts'
import type { Scene } from '../scene.ts'
import { showProblem } from '../screens/problem.ts'
import { t } from '../words/words.ts'
import { type Account, act } from './fresh.ts'
import { identitySection } from './identity.ts'
import { methodsSection } from './methods.ts'
import { profileSection } from './profile.ts'
import { devicesSection } from './sessions.ts'
import { type Answers, consentsSection } from './terms.ts'

/** What just happened, for the words at the top of the page. */
export interface Arrival {
  readonly created?: boolean
  readonly termsDue?: readonly Term[]
  readonly isFirst?: boolean
}

/** The page of the signed-in member. */
export async function showAccount(scene: Scene, arrival: Arrival = {}): Promise<void> {
  try {
    new AccountPage(scene, await scene.client.me(), arrival).show()
  } catch (error) {
    if (!(error instanceof ProblemError && error.code === 'invalid_token')) throw error
    showProblem(scene, error)
  }
}

/** The newest of the linked providers: the one that was linked just now. */
export const newestProvider = ({ identities }: Member): string =>
  providerText(identities.toSorted((one, other) => other.linkedAt.localeCompare(one.linkedAt))[0]?.provider)

class AccountPage implements Account {
  readonly scene: Scene
  member: Member
  #arrival: Arrival
  #termsDue: readonly Term[]
  #sessions: Sessions['sessions'] | undefined
  #answers: Answers | undefined

  constructor(scene: Scene, member: Member, arrival: Arrival) {
    this.scene = scene
    this.member = member
    this.#arrival = arrival
    this.#termsDue = arrival.termsDue ?? []
  }

  show = (): void => {
    const { isFirst = false } = this.#arrival
    this.scene.stage.show('account', () => this.#view(), { isFirst })
  }

  reload = async (): Promise<void> => {
    this.member = await this.scene.client.me()
    this.#arrival = {}
    this.show()
  }

  #view(): Child {
    const { member } = this
    const name = member.name ?? t('somebody')
    const isNew = this.#arrival.created === true
    const openDevices = () => this.#readSessions()
    const openConsents = () => this.#readConsents()
    return [
      heading(t(isNew ? 'newTitle' : 'backTitle', { name }), t(isNew ? 'newLead' : 'backLead')),
      this.#due(),
      extraPlace(),
      profileSection(this),
      methodsSection(this),
      devicesSection(this, this.#sessions, openDevices),
      identitySection(this),
      consentsSection(this, this.#answers, openConsents),
      this.#leaving(),
    ]
  }

  async #readSessions(): Promise<void> {
    this.#sessions = (await this.scene.client.sessions()).sessions
    this.scene.stage.redraw()
  }

  async #readConsents(): Promise<void> {
    const { client, stage } = this.scene
    const [{ terms }, { consents }] = await Promise.all([client.terms(), client.consents()])
    this.#answers = { terms, consents }
    stage.redraw()
  }

  /** The terms that changed since the member agreed. */
  #due(): Child {
    const terms = this.#termsDue
    if (terms.length === 0) return null
    const agree = async () => {
      await this.scene.client.consentTo(terms.map(({ tag, version }) => ({ tag, version, agreed: true })))
      this.#termsDue = []
      this.scene.stage.tell(() => t('wasAgreed'))
    }
    return h(
      'section',
      { class: 'ieum-message ieum-warn', 'aria-labelledby': 'ieum-due' },
      h('strong', { id: 'ieum-due' }, t('dueTitle')),
      terms.map(({ title, version, url }) =>
        h('p', {}, h('a', { href: url, target: '_blank' }, `${title} · ${t('version', { version })}`)),
      ),
      actions(button(t('agreeDue'), act(this, agree), { kind: 'small' })),
    )
  }

  /** Signing out, pausing and closing. */
  #leaving(): Child {
    const { client, stage, startOver } = this.scene
    const leave = (end: () => Promise<void>, text: () => string) => async () => {
      await end()
      stage.say(text)
      startOver()
    }
    const signOut = leave(
      () => client.signOut(),
      () => t('loggedOut'),
    )
    const pause = leave(client.deactivate, () => t('isPaused'))
    return h(
      'div',
      { class: 'ieum-actions ieum-leaving' },
      stage.messageAt('leaving'),
      button(t('logout'), act(this, signOut, 'leaving'), { kind: 'primary' }),
      button(t('pause'), act(this, pause, 'leaving'), { kind: 'plain' }),
      button(
        t('openClosing'),
        stage.act(() => this.#askToClose()),
        { kind: 'plain' },
      ),
    )
  }

  /** Tells what closing does, before the member confirms. */
  #askToClose(): void {
    const { client, stage, startOver, graceDays: days } = this.scene
    const providers = [...new Set(this.member.identities.map(({ provider }) => providerText(provider)))]
    const span = () => (days === undefined ? t('someTime') : t('days', { days }))
    const close = async () => {
      await client.close()
      stage.say(() => t('isClosed', { span: span() }))
      startOver()
    }
    stage.show('closing', () => [
      heading(t('closingTitle'), t('closingLead')),
      h(
        'ul',
        { class: 'ieum-effects' },
        h('li', {}, t('closingSessions')),
        providers.length > 0 && h('li', {}, t('closingProviders', { providers: providers.join(', ') })),
        h('li', {}, t('closingRestore', { span: span() })),
        h('li', {}, t('closingErased', { span: span() })),
      ),
      actions(
        button(t('keepAccount'), stage.act(this.show), { kind: 'primary' }),
        button(t('closeAccount'), act(this, close)),
      ),
    ])
  }
}
