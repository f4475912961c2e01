import type { Consents, Term } from '../../src/api.ts'
import { type Child, h } from '../dom.ts'
import { chip } from '../parts/facts.ts'
import { actions } from '../stage.ts'
import { t, timeText, wordOf } from '../words/words.ts'
import { type Account, act } from './fresh.ts'
import { section, small } from './section.ts'

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
      : [
          h(
            'ul',
            { class: 'ieum-lines' },
            answers.terms.map((term) => termLine(account, term, answers, open)),
          ),
          history(answers),
        ],
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
  return h(
    'li',
    {},
    h(
      'span',
      { class: 'ieum-grow' },
      title,
      ' ',
      chip(t(isAgreed ? 'agreed' : 'notAgreed'), isAgreed ? 'good' : ''),
    ),
    required
      ? h('small', { class: 'ieum-quiet' }, t('required'))
      : small(text, act(account, change, 'consents'), `${text}: ${title}`),
  )
}

/** All answers. They are only added, never changed. */
const history = ({ consents, terms }: Answers): Child =>
  h(
    'details',
    {},
    h('summary', {}, t('consentHistory')),
    h(
      'ul',
      { class: 'ieum-lines ieum-quiet' },
      consents.map(({ tag, version, agreed, at, source }) => {
        const title = terms.find((term) => term.tag === tag)?.title ?? tag
        return h(
          'li',
          {},
          h('span', { class: 'ieum-grow' }, `${title} · ${t('version', { version })}`),
          h('span', {}, t(agreed ? 'agreed' : 'notAgreed')),
          h('span', {}, wordOf(`source_${source}`)),
          h('time', { datetime: at }, timeText(at)),
        )
      }),
    ),
  )
