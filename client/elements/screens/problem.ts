import { h } from '../dom.ts'
import { asProblem, problemText } from '../parts/problem.ts'
import type { Scene } from '../scene.ts'
import { button, extraPlace, heading } from '../stage.ts'
import { t } from '../words/words.ts'

/** A visit that ended with a problem. */
export function showProblem({ stage, startOver }: Scene, error: unknown): void {
  const problem = asProblem(error)
  stage.show('problem', () => [
    heading(t('problemTitle')),
    h('div', { class: 'ieum-message ieum-bad', role: 'alert' }, problemText(problem)),
    h('div', { class: 'ieum-actions' }, button(t('startOver'), stage.act(startOver), { kind: 'primary' })),
    extraPlace(),
  ])
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
    h(
      'div',
      { class: 'ieum-actions' },
      button(t('reactivate'), stage.act(reactivate), { kind: 'primary' }),
      button(t('startOver'), stage.act(startOver), { kind: 'plain' }),
    ),
    extraPlace(),
  ])
}
