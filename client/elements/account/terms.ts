import type { Consents, Term } from '../../src/api.ts'
import { actions, note } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import { chip } from '../parts/facts.ts'
import { t, timeText, wordOf } from '../words/words.ts'
import { type Account, act } from './fresh.ts'
import { line, lines, section, small } from './section.ts'

/** The terms and what the member has said to them, once they are asked for. */
export interface Answers {
  readonly terms: readonly Term[]
  readonly consents: Consents['consents']
}

export function consentsSection(
  account: Account,
  answers: Answers | undefined,
  open: () => Promise<void>,
): Child {
  return section(
    account,
    'consents',
    t('consentsTitle'),
    answers === undefined
      ? actions(small(t('openConsents'), act(account, open, 'consents')))
      : [lines(answers.terms.map((term) => termLine(account, term, answers, open))), history(answers)],
  )
}

function termLine(account: Account, term: Term, { consents }: Answers, open: () => Promise<void>): Child {
  const { client, stage } = account.scene
  const { tag, version, title, required } = term
  const isAgreed = consents.findLast((each) => each.tag === tag)?.agreed === true
  const text = t(isAgreed ? 'withdraw' : 'agree')
  const change = async () => {
    await client.consentTo([{ tag, version, agreed: !isAgreed }])
    await open()
    stage.tell(() => t(isAgreed ? 'wasWithdrawn' : 'wasAgreed'), 'consents')
  }
  return line(
    [title, ' ', chip(t(isAgreed ? 'agreed' : 'notAgreed'), isAgreed ? 'good' : '')],
    required ? note(t('required')) : small(text, act(account, change, 'consents'), `${text}: ${title}`),
  )
}

/** All answers. They are only added, never changed. */
const history = ({ consents, terms }: Answers): Child =>
  h(
    'details',
    {},
    h('summary', {}, t('consentHistory')),
    lines(
      consents.map(({ tag, version, agreed, at, source }) => {
        const title = terms.find((term) => term.tag === tag)?.title ?? tag
        return line(
          note(`${title} · ${t('version', { version })}`),
          note(t(agreed ? 'agreed' : 'notAgreed')),
          note(wordOf(`source_${source}`)),
          note(h('time', { datetime: at }, timeText(at))),
        )
      }),
    ),
  )
