import type {
  LinkConfirmationRequired,
  LinkProofRequired,
  MergeConfirmationRequired,
  RegistrationRequired,
} from '../src/api.ts'
import type { Question } from '../src/visit.ts'
import { showAccount } from './account/account.ts'
import { h } from './dom.ts'
import { IeumElement } from './element.ts'
import { providerButton } from './parts/providers.ts'
import type { Scene } from './scene.ts'
import { join } from './screens/join.ts'
import { askToMerge } from './screens/merge.ts'
import { askForProof, askOnceMore, askToLink } from './screens/question.ts'
import { showStart } from './screens/sign-in.ts'
import { signUp } from './screens/sign-up.ts'

/** `<ieum-buttons>`: a button for each provider, in the colours that it asks for. */
export class IeumButtons extends IeumElement {
  protected override begin(): void {
    const { stage, client } = this
    const providers = this.offeredProviders()
    stage.show(
      'buttons',
      () => [
        stage.messageAt('buttons'),
        h(
          'div',
          { class: 'ieum-providers' },
          providers.map((each) =>
            providerButton(
              each,
              stage.act(() => client.signIn(each), 'buttons'),
            ),
          ),
        ),
      ],
      { isFirst: true },
    )
  }
}

/** `<ieum-sign-in>`: the providers, a password, a code, and joining without a provider. */
export class IeumSignIn extends IeumElement {
  protected override begin(): void {
    const scene = this.scene({ startOver: () => this.begin() })
    showStart(scene, () => join(scene), true)
  }
}

/** An outcome that `<ieum-question>` asks about. */
export type LinkOrMerge = LinkConfirmationRequired | LinkProofRequired | MergeConfirmationRequired

/** An element that asks about an outcome. */
abstract class Asking<Asked extends Question> extends IeumElement {
  #question: Asked | undefined

  get question(): Asked | undefined {
    return this.#question
  }

  set question(question: Asked | undefined) {
    // A page that sets everything again, as some frameworks do, must not take away what a person types.
    if (question === this.#question) return
    this.#question = question
    if (this.isConnected) void this.stage.run(() => this.begin())
  }

  protected override async begin(): Promise<void> {
    const question = this.#question
    if (question === undefined) return
    const scene = this.scene({
      // Back to the question: the page has it already, and would show nothing new.
      follow: (outcome) => (outcome === question ? this.ask(scene, question) : this.emit(outcome)),
    })
    if ('identity' in question && (await this.client.isProven())) askOnceMore(scene, question)
    else await this.ask(scene, question)
  }

  protected abstract ask(scene: Scene, question: Asked): unknown
}

/** `<ieum-question>`: consent, proof or merge. Set `question` to the outcome of the visit. */
export class IeumQuestion extends Asking<LinkOrMerge> {
  protected override ask(scene: Scene, question: LinkOrMerge): unknown {
    switch (question.outcome) {
      case 'link_confirmation_required':
        return askToLink(scene, question)
      case 'link_proof_required':
        return askForProof(scene, question)
      case 'merge_confirmation_required':
        return askToMerge(scene, question)
      default:
        return question satisfies never
    }
  }
}

/** `<ieum-sign-up>`: the form of what is missing, the attributes and the terms. Set `question` to the outcome. */
export class IeumSignUp extends Asking<RegistrationRequired> {
  protected override ask(scene: Scene, question: RegistrationRequired): unknown {
    return signUp(scene, question)
  }
}

/** `<ieum-account>`: the page of the signed-in member. */
export class IeumAccount extends IeumElement {
  protected override begin(): Promise<void> {
    return showAccount(this.scene(), { isFirst: true })
  }
}
