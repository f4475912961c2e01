import type {
  Hint,
  LinkConfirmationRequired,
  LinkProofRequired,
  RegistrationRequired,
} from '../../src/api.ts'
import { actions, button, heading, note } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { hintCard, phoneText } from '../parts/facts.ts'
import { providerText } from '../parts/providers.ts'
import type { Scene } from '../scene.ts'
import { t, type Word } from '../words/words.ts'
import { signInBy } from './sign-in.ts'

type LinkQuestion = LinkConfirmationRequired | LinkProofRequired
type Question = LinkQuestion | RegistrationRequired

const providerIn = ({ identity }: Question): string => providerText(identity.provider)

/** Asks for the member by the best masked value. */
const asked = (hint: Hint | undefined): string => {
  const who = hint?.email ?? hint?.phone ?? hint?.name
  return who === undefined ? t('questionConfirm') : t('questionAre', { who })
}

/** No to a question: the provider is disconnected, and the visit ends. */
async function decline(scene: Scene, question: LinkQuestion): Promise<void> {
  await scene.client.answer({ consent: false })
  showDeclined(scene, providerIn(question))
}

function showDeclined({ stage, startOver }: Scene, provider: string): void {
  stage.show('declined', () => [
    heading(t('declinedTitle'), t('declinedLead', { provider })),
    actions(button(t('startOver'), stage.act(startOver), { kind: 'primary' })),
  ])
}

const goOnAsNew = async ({ client, follow }: Scene): Promise<void> =>
  follow(await client.answer({ consent: false, continueAs: 'new' }))

/** A full match: a yes is enough, unless an identity check found the member. */
export function askToLink(scene: Scene, question: LinkConfirmationRequired, contact?: string): void {
  if (question.needs === 'proof') askForProof(scene, question)
  else askForYes(scene, question, contact)
}

/** `contact` was proven by a code just now, and is the reason by itself. */
function askForYes(scene: Scene, question: LinkConfirmationRequired, contact?: string): void {
  const { stage, client, follow } = scene
  const reason =
    contact === undefined
      ? () => t('questionConfirmLead')
      : () => t('questionCodeLead', { contact: phoneText(contact) })
  const accept = async () => {
    const outcome = await client.answer({ consent: true })
    stage.say(() => t('wasLinked', { provider: providerIn(question) }))
    follow(outcome)
  }
  stage.show('confirm', () => [
    heading(asked(question.candidates[0]), reason()),
    question.candidates.map((candidate) => hintCard(candidate, t('candidate'))),
    actions(button(t('yesLink'), stage.act(accept), { kind: 'primary' }), waysOut(scene, question)),
    cancelNote(question),
  ])
}

/** The buttons that link nothing. */
const waysOut = (scene: Scene, question: LinkQuestion) => [
  question.mayRegister &&
    button(
      t('notMe'),
      scene.stage.act(() => goOnAsNew(scene)),
    ),
  button(
    t('cancelLink'),
    scene.stage.act(() => decline(scene, question)),
    { kind: 'plain' },
  ),
]

const cancelNote = (question: LinkQuestion) => note(t('cancelNote', { provider: providerIn(question) }))

/** Why the person has to sign in first: parts match, several members do, or an identity check found the member. */
const proofLead = ({ outcome, candidates }: LinkQuestion): Word => {
  if (candidates.length > 1) return 'questionSeveralLead'
  return outcome === 'link_confirmation_required' ? 'questionCheckLead' : 'questionProofLead'
}

/** A match that needs proof: the person signs in to the account first. */
export function askForProof(scene: Scene, question: LinkQuestion): void {
  const { stage } = scene
  const { candidates } = question
  const prove = (methods?: readonly string[]) => signInToAccount(scene, question, methods)
  const proveButton = ({ methods }: Hint): Child =>
    button(
      t('proveThis'),
      stage.act(() => prove(methods)),
      { kind: 'primary' },
    )
  stage.show('proof', () => [
    heading(candidates.length === 1 ? asked(candidates[0]) : t('questionProof'), t(proofLead(question))),
    candidates.length === 0 && h('p', { class: 'ieum-message ieum-warn' }, t('questionNoHint')),
    candidates.map((candidate) => hintCard(candidate, t('candidate'), proveButton(candidate))),
    actions(
      candidates.length === 0 &&
        button(
          t('proveSomehow'),
          stage.act(() => prove()),
          { kind: 'primary' },
        ),
      waysOut(scene, question),
    ),
    cancelNote(question),
  ])
}

/**
 * The person signs in to the account that the question is about, or to one that nothing of the visit led to. Where nothing
 * says how the account is opened, everything that the service offers may.
 */
export function signInToAccount(scene: Scene, question: Question, methods?: readonly string[]): void {
  const { client, providers } = scene
  const known = methods?.length ? methods : undefined
  signInBy(scene, {
    lead: question.outcome === 'registration_required' ? 'ownAccountLead' : 'proveLead',
    ...(known && { methods: known }),
    at: { providers: providers.filter((each) => known?.includes(each) !== false), go: client.proveAt },
    back: () => scene.follow(question),
    done: () => askOnceMore(scene, question),
  })
}

/** The person is signed in to the account, and decides now. */
export function askOnceMore(scene: Scene, question: Question): void {
  const { stage, client, follow, startOver } = scene
  const provider = () => providerIn(question)
  let wasRefused = false
  const accept = async () => {
    wasRefused = true
    const outcome = await client.answer({ consent: true, asMember: true })
    stage.say(() => t('wasLinked', { provider: provider() }))
    follow(outcome)
  }
  // A visit that was asked to sign up has nothing to decline. It runs out by itself.
  const no = question.outcome === 'registration_required' ? startOver : () => decline(scene, question)
  stage.show('proven', () => [
    heading(t('provenTitle', { provider: provider() }), t('provenLead', { provider: provider() })),
    actions(
      button(t('yesLink'), stage.act(accept), { kind: 'primary' }),
      wasRefused &&
        button(
          t('proveOther'),
          stage.act(() => follow(question)),
        ),
      button(t('cancelLink'), stage.act(no), { kind: 'plain' }),
    ),
  ])
}
