import { actions, button, heading, messageBox } from '../controls.ts'
import { asProblem, problemText } from '../parts/problem.ts'
import type { Scene } from '../scene.ts'
import { t } from '../words/words.ts'

/** A visit that ended with a problem. `isFirst`: nobody asked for anything yet, so the focus stays. */
export function showProblem({ stage, startOver }: Scene, error: unknown, isFirst = false): void {
  const problem = asProblem(error)
  const view = () => [
    heading(t('problemTitle')),
    messageBox('bad', problemText(problem)),
    actions(button(t('startOver'), stage.act(startOver), { kind: 'primary' })),
  ]
  stage.show('problem', view, { isFirst })
}

/** Behind the link of a message. Only the button opens the account again, since programs open links too. */
export function askToReactivate(scene: Scene, token: string): void {
  const { stage, client, startOver } = scene
  const reactivate = async () => {
    await client.reactivate(token)
    stage.say(() => t('isReactivated'))
    startOver()
  }
  stage.show('reactivate', () => [
    heading(t('reactivateTitle'), t('reactivateLead')),
    actions(
      button(t('reactivate'), stage.act(reactivate), { kind: 'primary' }),
      button(t('startOver'), stage.act(startOver), { kind: 'plain' }),
    ),
  ])
}
