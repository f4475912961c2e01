import { problemWords } from '../api/problems.js'
import { h } from '../dom.js'
import { inLanguage, language, t } from '../words/language.js'
import { itemsText } from './profile.js'

/** The notice of a problem: its text, the details of the server, and its code for support. */
export function problemNotice(problem) {
  const dates = [
    ['problemDate', problem.rejoinFrom],
    ['problemRestore', problem.restorableUntil],
  ].filter(([, date]) => date !== undefined)
  return h(
    'div',
    { class: 'notice bad', role: 'alert', tabindex: '-1' },
    h('p', {}, h('strong', {}, friendly(problem.code))),
    [undefined, friendly(problem.code)].includes(problem.detail) ? null : h('p', {}, problem.detail),
    problem.items === undefined ? null : h('p', {}, t('problemItems', { items: itemsText(problem.items) })),
    problem.mailSentTo === undefined
      ? null
      : h(
          'p',
          {},
          t('problemMail', { to: problem.mailSentTo }),
          ' ',
          h('a', { href: '/_local/inbox' }, t('inbox')),
        ),
    // No message reaches this member, so the provider that has just signed the member in opens the account again.
    problem.reactivateToken === undefined
      ? null
      : h('p', {}, h('a', { href: `#reactivate=${problem.reactivateToken}` }, t('reactivate'))),
    dates.map(([name, date]) => h('p', {}, t(name, { date: dateText(date) }))),
    (problem.errors ?? []).map(({ pointer, detail }) => h('p', {}, h('code', {}, pointer), ` ${detail}`)),
    h('p', { class: 'quiet' }, h('code', {}, problem.code)),
  )
}

const friendly = (code) => inLanguage(problemWords[code]) ?? inLanguage(problemWords.unexpected)

const dateText = (text) =>
  new Date(text).toLocaleDateString(language() === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'long' })

/** The view of a visit that ended with a problem. */
export function problemView({ problem }, actions) {
  return [
    h('h1', { tabindex: '-1' }, t('problemTitle')),
    problem,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: () => actions.startOver() }, t('startOver')),
    ),
  ]
}
