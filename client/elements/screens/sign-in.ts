import type { SignedIn } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import { actions, button, form, heading, labelled, submit } from '../controls.ts'
import { h, typedIn } from '../dom.ts'
import { codesTo, isCode, isPassword, joinsBy, openMethods } from '../parts/doors.ts'
import { providerButton, providerText } from '../parts/providers.ts'
import type { Scene } from '../scene.ts'
import { t, type Word } from '../words/words.ts'
import { type Others, otherButtons, proveAddress } from './address.ts'

/** Why somebody signs in, and how it goes on. */
export interface SigningIn {
  readonly lead: Word
  /** The methods of the member, as far as the API tells them. */
  readonly methods?: readonly string[]
  readonly identifier?: string | undefined
  readonly password?: string | undefined
  /** Signs in to a second account, beside the session of this page. */
  readonly isOther?: boolean
  /** The providers that lead on too, and how; without them, a sign-in at any. */
  readonly at?: { readonly providers: readonly string[]; readonly go: (provider: string) => Promise<void> }
  /** Further buttons. */
  readonly others?: Others
  readonly back: () => unknown
  readonly done: (signedIn: SignedIn) => unknown
}

/** The methods that open here: those of the member, as far as they are known and offered. */
const methodsHere = ({ doors }: Scene, { methods }: SigningIn): readonly string[] =>
  openMethods(doors, methods)

/**
 * Lets somebody sign in by password or by code, or says that only providers do. `first` is the door that opens first, if
 * it is offered.
 */
export function signInBy(scene: Scene, about: SigningIn, first?: 'password' | 'code'): void {
  const methods = methodsHere(scene, about)
  const takesCode = methods.some(isCode) && (first === 'code' || !methods.some(isPassword))
  const open = takesCode ? byCode : methods.some(isPassword) ? byPassword : byProvider
  open(scene, about)
}

/** A button for each provider, which leads there. */
const providerButtons = (
  { stage, client, providers }: Scene,
  at: SigningIn['at'] = { providers, go: (provider) => client.signIn(provider) },
) =>
  h(
    'div',
    { class: 'ieum-providers' },
    at.providers.map((provider) =>
      providerButton(
        provider,
        stage.act(() => at.go(provider)),
      ),
    ),
  )

/** No password and no code opens the account: what is left are providers and passkeys. */
function byProvider(scene: Scene, about: SigningIn): void {
  const { stage } = scene
  const { others = [], at, back } = about
  const isFree = others.length === 0 && at === undefined
  stage.show('provider', () => [
    heading(t('byProviderTitle'), t(isFree ? 'byProviderLead' : about.lead)),
    (isFree || at !== undefined) && providerButtons(scene, at),
    actions(otherButtons(scene, [...passkeyDoor(scene, about), ...others, [t('back'), back]])),
  ])
}

function clientOf({ client, otherClient }: Scene, { isOther = false }: SigningIn) {
  return isOther ? (otherClient ?? client) : client
}

const finish = (about: SigningIn, outcome: { readonly outcome: string }): unknown => {
  if (!isSignedIn(outcome)) throw new ProblemError('no_response')
  return about.done(outcome)
}
const isSignedIn = (outcome: { readonly outcome: string }): outcome is SignedIn =>
  outcome.outcome === 'signed_in'

function otherDoors(scene: Scene, about: SigningIn, shown: 'password' | 'code'): Others {
  const { others = [], at } = about
  const methods = methodsHere(scene, about)
  const other = shown === 'password' ? methods.some(isCode) : methods.some(isPassword)
  const way = shown === 'password' ? byCode : byPassword
  const text = t(shown === 'password' ? 'byCodeTitle' : 'byPasswordTitle')
  return [
    ...(other ? [[text, () => way(scene, about)] as const] : []),
    ...passkeyDoor(scene, about),
    ...others,
    ...(at?.providers.length ? [[t('byProviderTitle'), () => byProvider(scene, about)] as const] : []),
    [t('back'), about.back],
  ]
}

const takesPasskey = ({ passkeys }: Scene, { methods }: SigningIn): boolean =>
  passkeys && methods?.includes('passkey') !== false

/** The button of a sign-in by passkey, where there may be one. */
const passkeyDoor = (scene: Scene, about: SigningIn): Others =>
  takesPasskey(scene, about) ? [[t('byPasskey'), () => usePasskey(scene, about)]] : []

const usePasskey = async (scene: Scene, about: SigningIn): Promise<unknown> =>
  finish(about, await clientOf(scene, about).signInByPasskey())

/** Lets the browser offer passkeys where the address is typed. A person who does nothing with them notices nothing. */
async function offerPasskeys(scene: Scene, about: SigningIn): Promise<void> {
  if (!takesPasskey(scene, about)) return
  try {
    const outcome = await clientOf(scene, about).signInWhileTyping()
    if (outcome !== undefined) await scene.stage.run(() => finish(about, outcome))
  } catch (error) {
    scene.stage.fail(error)
  }
}

function byCode(scene: Scene, about: SigningIn): void {
  proveAddress(scene, {
    purpose: 'sign_in',
    kind: codesTo(scene.doors),
    title: 'byCodeTitle',
    lead: about.lead,
    to: about.identifier,
    others: otherDoors(scene, about, 'code'),
    done: async (token) => finish(about, await clientOf(scene, about).signInByCode(token)),
  })
}

function byPassword(scene: Scene, about: SigningIn): void {
  const { stage } = scene
  stage.show('password', () => [
    heading(t('byPasswordTitle'), t(about.lead)),
    form(
      stage,
      async (given) => {
        const [identifier, password] = [typedIn(given, 'ieum-identifier'), passwordIn(given)]
        finish(about, await clientOf(scene, about).signInByPassword(identifier ?? '', password))
      },
      labelled(
        'ieum-identifier',
        t('address'),
        h('input', {
          id: 'ieum-identifier',
          inputmode: 'email',
          autocomplete: takesPasskey(scene, about) ? 'username webauthn' : 'username',
          required: true,
          value: about.identifier,
        }),
      ),
      labelled(
        'ieum-password',
        t('password'),
        h('input', {
          id: 'ieum-password',
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          value: about.password,
        }),
      ),
      actions(submit(t('signIn')), otherButtons(scene, otherDoors(scene, about, 'password'))),
    ),
  ])
  void offerPasskeys(scene, about)
}

/** A password as it was typed. White space may belong to it. */
const passwordIn = (given: HTMLFormElement): string =>
  given.querySelector<HTMLInputElement>('#ieum-password')?.value ?? ''

/** Re-authentication at the linked providers, each under its name. The page is left. */
export const againAt = ({ client }: Scene, providers: readonly string[]): Others =>
  providers.map((provider) => [
    t('byProvider', { provider: providerText(provider) }),
    () => client.reauthenticate(provider),
  ])

/** The first screen: the providers, the password, the code, and joining without a provider. */
export function showStart(scene: Scene, join: () => void, isFirst = false): void {
  const { stage, doors, follow, startOver } = scene
  const about: SigningIn = { lead: 'signInLead', back: startOver, done: follow }
  const methods = openMethods(doors)
  const joining = joinsBy(doors)
  const byPasswordFirst = () => signInBy(scene, about, 'password')
  const byCodeFirst = () => signInBy(scene, about, 'code')
  const view = () => [
    heading(t('startTitle'), t('startLead')),
    providerButtons(scene),
    actions(
      methods.some(isPassword) && button(t('byPasswordTitle'), stage.act(byPasswordFirst)),
      methods.some(isCode) && button(t('byCodeTitle'), stage.act(byCodeFirst)),
      scene.passkeys &&
        button(
          t('byPasskey'),
          stage.act(() => usePasskey(scene, about)),
        ),
      joining !== undefined && button(t(`join_${joining}`), stage.act(join)),
    ),
  ]
  stage.show('start', view, { isFirst })
}
