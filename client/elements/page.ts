import type { Outcome } from '../src/api.ts'
import { newestProvider, showAccount } from './account/account.ts'
import { IeumElement } from './element.ts'
import type { Scene } from './scene.ts'
import { join } from './screens/join.ts'
import { askToMerge } from './screens/merge.ts'
import { askToReactivate, showProblem } from './screens/problem.ts'
import { askForProof, askOnceMore, askToLink } from './screens/question.ts'
import { showStart, signInBy } from './screens/sign-in.ts'
import { signUp } from './screens/sign-up.ts'
import { t } from './words/words.ts'

/** The token in the link of a message. It leaves the address bar before it is used. */
function reactivationToken(): string | undefined {
  const token = /^#reactivate=(\S+)$/.exec(location.hash)?.[1]
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

/** What is left to say once a visit of a member is over. */
const doneText = (outcome: Outcome): string | undefined => {
  switch (outcome.outcome) {
    case 'linked':
      return t('wasLinked', { provider: newestProvider(outcome.member) })
    case 'already_linked':
      return t('wasLinkedAlready')
    case 'merged':
      return t('wasMerged')
    case 'identity_verified':
      return t('wasIdentified')
    case 'reauthenticated':
      return t('isFresh')
    default:
      return undefined
  }
}

/**
 * `<ieum-page>`: the whole of it, one screen at a time. Sign-in, sign-up, questions and the member's account, also
 * when the browser comes back from a provider or from the link of a message. Each outcome is an event `ieum-outcome`.
 */
export class IeumPage extends IeumElement {
  readonly #onHash = () => this.#reactivate()

  override connectedCallback(): void {
    addEventListener('hashchange', this.#onHash)
    super.connectedCallback()
  }

  override disconnectedCallback(): void {
    removeEventListener('hashchange', this.#onHash)
    super.disconnectedCallback()
  }

  /** Opens the form for signing in, with what is known already. */
  signIn(
    door: 'password' | 'code',
    typed: { readonly identifier?: string | undefined; readonly password?: string | undefined } = {},
  ): void {
    const scene = this.#scene()
    const about = { lead: 'signInLead', back: scene.startOver, done: scene.follow, ...typed } as const
    signInBy(scene, about, door)
  }

  /** Shows the account of a signed-in member, else the sign-in. */
  home(): Promise<void> {
    return this.#home(this.#scene())
  }

  #reactivate(): boolean {
    const token = reactivationToken()
    if (token !== undefined) askToReactivate(this.#scene(), token)
    return token !== undefined
  }

  #scene(): Scene {
    const scene: Scene = this.scene({
      follow: (outcome) => {
        this.emit(outcome)
        void this.#follow(scene, outcome)
      },
      startOver: () => void this.#home(scene),
    })
    return scene
  }

  /** A page that nobody comes back to from a provider begins with the question who is signed in. */
  protected override prepare(): unknown {
    return location.search === '' && this.client.accessToken().catch(() => undefined)
  }

  /** Goes on where the browser is: back from a provider, from the gateway or from a message, or at the start. */
  protected override async begin(): Promise<void> {
    if (this.#reactivate()) return
    const scene = this.#scene()
    const isBack = new URLSearchParams(location.search).has('ticket')
    try {
      const outcome = (await this.#checked()) ?? (await this.client.handleRedirect())
      if (outcome === undefined) return await this.#home(scene, true)
      if ('identity' in outcome && (await this.client.isProven())) {
        this.emit(outcome)
        askOnceMore(scene, outcome)
      } else scene.follow(outcome)
    } catch (error) {
      // A sign-in that was to prove an account failed: the question still waits.
      const asked = isBack ? await this.client.handleRedirect().catch(() => undefined) : undefined
      if (asked === undefined) return showProblem(scene, error)
      await this.#follow(scene, asked)
      this.stage.fail(error)
    }
  }

  async #checked(): Promise<Outcome | undefined> {
    const id = new URLSearchParams(location.search).get('identityVerificationId')
    if (id === null) return undefined
    history.replaceState(history.state, '', location.pathname)
    return this.client.finishIdentityCheck(id)
  }

  /** `isFirst`: nothing was shown before, so the focus stays where the browser put it. */
  async #home(scene: Scene, isFirst = false): Promise<void> {
    try {
      const token = await this.client.accessToken()
      if (token === undefined) showStart(scene, () => join(scene), isFirst)
      else await showAccount(scene, { isFirst })
    } catch (error) {
      showProblem(scene, error, isFirst)
    }
  }

  async #follow(scene: Scene, outcome: Outcome): Promise<void> {
    switch (outcome.outcome) {
      case 'registration_required':
        return signUp(scene, outcome)
      case 'link_confirmation_required':
        return askToLink(scene, outcome)
      case 'link_proof_required':
        return askForProof(scene, outcome)
      case 'merge_confirmation_required':
        return askToMerge(scene, outcome)
      case 'declined':
        return this.#home(scene)
      default:
        return this.#arrive(scene, outcome)
    }
  }

  async #arrive(scene: Scene, outcome: Outcome): Promise<void> {
    if (doneText(outcome) !== undefined) scene.stage.say(() => doneText(outcome) ?? '')
    const { created, termsDue } = outcome.outcome === 'signed_in' ? outcome : {}
    try {
      await showAccount(scene, {
        ...(created !== undefined && { created }),
        ...(termsDue !== undefined && { termsDue }),
      })
    } catch (error) {
      showProblem(scene, error)
    }
  }
}
