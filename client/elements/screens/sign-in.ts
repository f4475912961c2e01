import type { SignedIn } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import { h, typedIn } from '../dom.ts'
import { providerButton, providerText } from '../parts/providers.ts'
import type { Scene } from '../scene.ts'
import { button, extraPlace, form, heading, labelled } from '../stage.ts'
import { t, type Word } from '../words/words.ts'
import { type Others, otherButtons, proveAddress } from './address.ts'

export const isCode = (method: string): boolean => method === 'email_code' || method === 'sms_code'
export const isPassword = (method: string): boolean => method === 'password' || method === 'login_id'

/** Why somebody signs in, and how it goes on. */
export interface SigningIn {
  readonly lead: Word
  /** The methods of the member, as far as the API tells them. */
  readonly methods?: readonly string[]
  readonly identifier?: string | undefined
  readonly password?: string | undefined
  /** Signs in to a second account, beside the session of this page. */
  readonly isOther?: boolean
  /** Further buttons. */
  readonly others?: Others
  readonly back: () => unknown
  readonly done: (signedIn: SignedIn) => unknown
}

/** Both doors, where nothing is known about the member. */
const bothDoors = ['password', 'email_code', 'sms_code']

/** Lets somebody sign in by password or by code. `first` is the door that opens first. */
export function signInBy(scene: Scene, about: SigningIn, first?: 'password' | 'code'): void {
  const { methods = bothDoors } = about
  const takesCode = first === 'code' || (first === undefined && !methods.some(isPassword))
  const open = takesCode ? byCode : byPassword
  open(scene, about)
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
  const { methods = bothDoors, others = [] } = about
  const other = shown === 'password' ? methods.some(isCode) : methods.some(isPassword)
  const way = shown === 'password' ? byCode : byPassword
  const text = t(shown === 'password' ? 'byCode' : 'byPassword')
  return [...(other ? [[text, () => way(scene, about)] as const] : []), ...others, [t('back'), about.back]]
}

function byCode(scene: Scene, about: SigningIn): void {
  proveAddress(scene, {
    purpose: 'sign_in',
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
          autocomplete: 'username',
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
      h(
        'div',
        { class: 'ieum-actions' },
        h('button', { type: 'submit', class: 'ieum-primary' }, t('signIn')),
        otherButtons(scene, otherDoors(scene, about, 'password')),
      ),
    ),
    extraPlace(),
  ])
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
  const { stage, client, providers, follow, startOver } = scene
  const about: SigningIn = { lead: 'signInLead', back: startOver, done: follow }
  const doors = {
    password: () => signInBy(scene, about, 'password'),
    code: () => signInBy(scene, about, 'code'),
    join,
  } as const
  const view = () => [
    heading(t('startTitle'), t('startLead')),
    h(
      'div',
      { class: 'ieum-providers' },
      providers.map((provider) =>
        providerButton(
          provider,
          stage.act(() => client.signIn(provider)),
        ),
      ),
    ),
    h(
      'div',
      { class: 'ieum-actions' },
      button(t('start_password'), stage.act(doors.password)),
      button(t('start_code'), stage.act(doors.code)),
      button(t('start_join'), stage.act(doors.join)),
    ),
    extraPlace(),
  ]
  stage.show('start', view, { isFirst })
}
