import type { Bodies, StartedVerification } from '../../src/api.ts'
import { actions, button, extraPlace, form, heading, labelled, submit } from '../controls.ts'
import { type Child, h, typedIn } from '../dom.ts'
import type { AddressKind } from '../parts/doors.ts'
import { phoneText } from '../parts/facts.ts'
import type { Scene } from '../scene.ts'
import { t, type Word } from '../words/words.ts'

/** Further buttons of a screen: the text, and what each does. */
export type Others = readonly (readonly [string, () => unknown])[]

/** What is asked for, why, and how it goes on. */
export interface Proving {
  readonly purpose: Bodies['POST /verification']['purpose']
  /** `address` is an e-mail address or a number. */
  readonly kind?: AddressKind | undefined
  readonly title: Word
  readonly lead: Word
  /** The name of the provider that told the address. */
  readonly provider?: string
  readonly to?: string | undefined
  readonly others: Others
  readonly done: (verificationToken: string, to: string) => unknown
}

/** The hints for the browser's memory and for the keyboard. */
const inputs = {
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  address: { type: 'text', autocomplete: 'username', inputmode: 'email' },
} as const

export const otherButtons = ({ stage }: Scene, others: Others): Child =>
  others.map(([text, action]) => button(text, stage.act(action), { kind: 'plain' }))

const messageTo = (to: string, purpose: Proving['purpose']): Bodies['POST /verification'] => ({
  channel: to.includes('@') ? 'email' : 'sms',
  to,
  purpose,
})

/** Proves an address or a number: a person enters it, then the code that was sent there. */
export function proveAddress(scene: Scene, proving: Proving): void {
  const { stage, client } = scene
  const { purpose, kind = 'address', title, lead, provider, to, others } = proving
  stage.show('address', () => [
    heading(t(title), t(lead, { provider })),
    form(
      stage,
      async (given) => {
        const typed = typedIn(given, 'ieum-to') ?? ''
        enterCode(scene, proving, typed, await client.sendCode(messageTo(typed, purpose)))
      },
      labelled('ieum-to', t(kind), h('input', { id: 'ieum-to', ...inputs[kind], required: true, value: to })),
      extraPlace(),
      actions(submit(t('sendCode')), otherButtons(scene, others)),
    ),
  ])
}

const codeInput = () =>
  h('input', {
    id: 'ieum-code',
    class: 'ieum-digits',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    required: true,
  })

function enterCode(
  scene: Scene,
  { purpose, others, done }: Proving,
  to: string,
  first: StartedVerification,
): void {
  const { stage, client } = scene
  let sent = first
  const sendAgain = async () => {
    sent = await client.sendCode(messageTo(to, purpose))
    stage.tell(() => t('sentAgain'))
  }
  stage.show(
    'code',
    () => [
      heading(t('codeTitle'), t('codeLead', { to: phoneText(to) })),
      form(
        stage,
        async (given) => done(await client.confirmCode(sent, typedIn(given, 'ieum-code') ?? ''), to),
        labelled('ieum-code', t('code'), codeInput()),
        extraPlace(),
        actions(submit(t('confirmCode')), otherButtons(scene, [[t('sendAgain'), sendAgain], ...others])),
      ),
    ],
    { to },
  )
}
