import type { MergeConfirmationRequired } from '../../src/api.ts'
import { actions, button, heading } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { hintCard } from '../parts/facts.ts'
import type { Scene } from '../scene.ts'
import { t } from '../words/words.ts'
import { signInBy } from './sign-in.ts'

/** What merging does, told before the person agrees. */
const effects = (): Child => [
  h('p', {}, t('questionMergeWhat')),
  h(
    'ul',
    { class: 'ieum-effects' },
    h('li', {}, t('questionMergeMethods')),
    h('li', {}, t('questionMergeFills')),
    h('li', {}, t('questionMergeEnds')),
    h('li', {}, t('questionMergeNotice')),
  ),
]

/** Two accounts of one person. A check only says who somebody is, so the other account needs a sign-in first. */
export function askToMerge(
  scene: Scene,
  question: MergeConfirmationRequired,
  otherAccessToken?: string,
): void {
  const { stage, client, follow, startOver } = scene
  const mustProve = question.needs === 'proof' && otherAccessToken === undefined
  const merge = async () => {
    const proof = otherAccessToken === undefined ? {} : { otherAccessToken }
    follow(await client.answer({ consent: true, asMember: true, ...proof }))
  }
  const keepApart = async () => {
    await client.answer({ consent: false })
    stage.say(() => t('wasKeptApart'))
    startOver()
  }
  stage.show('merge', () => [
    heading(t('questionMerge'), t(mustProve ? 'questionMergeProofLead' : 'questionMergeLead')),
    question.candidates.map((candidate) => hintCard(candidate, t('otherAccount'))),
    effects(),
    actions(
      mustProve
        ? button(
            t('proveOtherAccount'),
            stage.act(() => signInToOther(scene, question)),
            { kind: 'primary' },
          )
        : button(t('yesMerge'), stage.act(merge), { kind: 'primary' }),
      button(t('keepApart'), stage.act(keepApart), { kind: 'plain' }),
    ),
  ])
}

/** A provider of the other account is added to this one: that proves it, and the merge is asked for there. */
function signInToOther(scene: Scene, question: MergeConfirmationRequired): void {
  const { client, providers } = scene
  const methods = question.candidates[0]?.methods ?? []
  signInBy(scene, {
    lead: 'otherAccountLead',
    isOther: true,
    ...(methods.length > 0 && { methods }),
    at: { providers: providers.filter((each) => methods.includes(each)), go: client.linkProvider },
    back: () => askToMerge(scene, question),
    done: ({ accessToken }) => askToMerge(scene, question, accessToken),
  })
}
