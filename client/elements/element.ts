import type { Outcome, SignInOptions, StartedCheck } from '../src/api.ts'
import type { Ieum } from '../src/client.ts'
import type { AttributeSchema } from './parts/attributes.ts'
import { allDoors, type Doors } from './parts/doors.ts'
import { brandedProviders } from './parts/providers.ts'
import type { Scene } from './scene.ts'
import { Stage } from './stage.ts'

/** What all elements have: a client, a stage, and the language of the page. */
export abstract class IeumElement extends HTMLElement {
  /** A client whose sign-in leaves this page's session as it is. Needed to merge after an identity check. */
  otherClient: Ieum | undefined
  /** The JSON Schema of the attributes that a sign-up asks for. Default: the service's. */
  schema: AttributeSchema | undefined
  /** The sign-ups and sign-ins beside the providers. Default: those that the service offers. */
  doors: Partial<Doors> = {}
  /** The days in which a closed account can be restored. Default: the service's. */
  graceDays: number | undefined
  /** Opens the identity gateway, where the service checks identities. */
  openIdentityGateway: ((check: StartedCheck) => void | Promise<void>) | undefined
  protected readonly stage = new Stage(this, () => this.#schema)
  #client: Ieum | undefined
  #offered: SignInOptions | undefined
  readonly #onPageShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) this.stage.wake()
  }
  readonly #languageWatch = new MutationObserver(() => void this.stage.translate())

  get #schema(): AttributeSchema {
    return this.schema ?? this.#offered?.attributes ?? {}
  }

  /** The client that the element calls the API with. The element begins as soon as it has one. */
  get client(): Ieum {
    if (this.#client === undefined) throw new Error(`<${this.localName}> needs its property \`client\``)
    return this.#client
  }

  set client(client: Ieum) {
    this.#client = client
    if (this.isConnected) this.#begin()
  }

  connectedCallback(): void {
    this.stage.attach()
    addEventListener('pageshow', this.#onPageShow)
    this.#languageWatch.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] })
    if (this.#client !== undefined) this.#begin()
  }

  disconnectedCallback(): void {
    this.#languageWatch.disconnect()
    removeEventListener('pageshow', this.#onPageShow)
  }

  #begin(): void {
    void this.stage.run(async () => {
      // Without an answer the page's own settings hold, and what is not offered answers that by itself.
      const [offered] = await Promise.all([
        this.#offered ?? this.client.signInOptions().catch(() => undefined),
        this.prepare(),
      ])
      this.#offered = offered
      await this.begin()
    })
  }

  /** What may be asked beside the first question, so that the first screen is there sooner. */
  protected prepare(): unknown {
    return undefined
  }

  /** Shows the first screen. */
  protected abstract begin(): unknown

  /**
   * The providers with a button: those of the attribute `providers`, else those that the service offers. No property of
   * that name, since React would set it instead of the attribute.
   */
  protected offeredProviders(): readonly string[] {
    const named = this.getAttribute('providers')?.split(/\s+/).filter(Boolean)
    return named ?? this.#offered?.providers ?? brandedProviders
  }

  /** Tells the page of an outcome. */
  protected emit(outcome: Outcome): void {
    this.dispatchEvent(new CustomEvent('ieum-outcome', { bubbles: true, detail: outcome }))
  }

  /** What the screens of this element share. By default an outcome leaves the element. */
  protected scene(own: Partial<Pick<Scene, 'follow' | 'startOver'>> = {}): Scene {
    const { stage, client, otherClient, openIdentityGateway } = this
    const offered = this.#offered
    const providers = this.offeredProviders()
    const doors = { ...allDoors, ...offered?.doors, ...this.doors }
    const passkeys = (this.hasAttribute('passkeys') || offered?.passkeys === true) && client.hasPasskeys()
    const follow = (outcome: Outcome) => this.emit(outcome)
    const startOver = () => {
      this.dispatchEvent(new CustomEvent('ieum-start-over', { bubbles: true }))
    }
    const given = {
      requiredItems: [],
      verifiedItems: [],
      ...offered,
      stage,
      client,
      otherClient,
      doors,
      providers,
      passkeys,
      schema: this.#schema,
      graceDays: this.graceDays ?? offered?.graceDays,
      openIdentityGateway,
    }
    return { ...given, follow, startOver, ...own }
  }
}
