import type { Term } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import { actions, button, form, heading, submit } from '../controls.ts'
import { fieldIn, h } from '../dom.ts'
import { attributeFields, attributesIn } from '../parts/attributes.ts'
import { joinsBy } from '../parts/doors.ts'
import { contact, factList, phoneText } from '../parts/facts.ts'
import { extraFields, newPasswordField, personalField, personalIn } from '../parts/personal.ts'
import { photosFor } from '../parts/photos.ts'
import { consentsIn, termsFields, translated } from '../parts/terms.ts'
import type { Scene } from '../scene.ts'
import { t } from '../words/words.ts'
import { proveAddress } from './address.ts'

/** Signs up somebody with an e-mail address or a number alone: the address, then a password and the terms. */
export function join(scene: Scene): void {
  const kind = joinsBy(scene.doors) ?? 'address'
  proveAddress(scene, {
    purpose: 'sign_up',
    kind,
    title: `join_${kind}`,
    lead: `join_${kind}_lead`,
    others: [[t('back'), scene.startOver]],
    done: async (proof, to) => {
      const { terms } = await scene.client.terms()
      askForRest(scene, { proofs: [proof], contacts: [to], terms })
    },
  })
}

/** A sign-up by address on its way. The first contact is the one to sign up with. */
interface Joining {
  readonly proofs: readonly [string, ...string[]]
  readonly contacts: readonly [string, ...string[]]
  readonly terms: readonly Term[]
}

/** The proofs as a registration takes them. */
const proofsOf = ({ proofs: [verificationToken, ...verificationTokens] }: Joining) => ({
  verificationToken,
  ...(verificationTokens.length > 0 && { verificationTokens }),
})

/** Asks for the other contact where the service wants both, then shows the form. Who joins by number needs no unproven address. */
function askForRest(scene: Scene, joining: Joining): void {
  const { proofs, contacts } = joining
  const { requiredItems, verifiedItems } = scene
  const isByEmail = contacts[0].includes('@')
  const kind = isByEmail ? 'phone' : 'email'
  if (proofs.length > 1 || !(isByEmail ? requiredItems : verifiedItems).includes(kind)) {
    showAddressForm(scene, joining)
    return
  }
  proveAddress(scene, {
    purpose: 'sign_up',
    kind,
    title: `typed_${kind}_title`,
    lead: `also_${kind}_lead`,
    others: [[t('startOver'), scene.startOver]],
    done: (proof, to) =>
      askForRest(scene, { ...joining, proofs: [...proofs, proof], contacts: [...contacts, to] }),
  })
}

function showAddressForm(scene: Scene, joining: Joining): void {
  const { stage, client, schema, follow, requiredItems } = scene
  let { terms } = joining
  let isNumberTaken = false
  const photos = photosFor(stage, (type) => client.uploadByAddress(joining.proofs[0], type))
  const register = async (filled: HTMLFormElement, pressed: string) => {
    isNumberTaken = false
    const body = {
      ...proofsOf(joining),
      password: fieldIn(filled, 'ieum-new-password')?.value ?? '',
      ...personalIn(filled),
      attributes: attributesIn(filled, schema, photos),
      consents: consentsIn(filled, terms),
    }
    try {
      follow(await client.registerByAddress(pressed === 'new' ? { ...body, continueAs: 'new' } : body))
    } catch (error) {
      isNumberTaken = error instanceof ProblemError && error.code === 'phone_taken'
      throw error
    }
  }
  const view = () => [
    heading(t('signUpTitle'), t('signUpLead')),
    form(
      stage,
      register,
      personalField('name'),
      extraFields(requiredItems),
      newPasswordField(t('newPasswordNote')),
      h(
        'section',
        { class: 'ieum-panel' },
        h('h2', {}, t('provenAddressTitle')),
        factList(
          joining.contacts.map((to) => [
            t(to.includes('@') ? 'email' : 'phone'),
            contact(phoneText(to), true),
          ]),
        ),
      ),
      attributeFields(schema, {}, photos),
      termsFields(terms, undefined),
      actions(
        submit(t('register')),
        isNumberTaken && h('button', { type: 'submit', value: 'new', class: 'ieum-plain' }, t('joinAsNew')),
        button(t('startOver'), stage.act(scene.startOver), { kind: 'plain' }),
      ),
    ),
  ]
  stage.show('sign-up', view, {
    translate: async () => {
      terms = await translated(scene, terms)
    },
  })
}
