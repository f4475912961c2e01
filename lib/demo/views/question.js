import { h } from '../dom.js'
import { isProvider, providerText } from '../providers.js'
import { t } from '../words/language.js'
import { hintCard } from './hint.js'
import { phoneText } from './profile.js'

const providerOf = ({ identity }) => ({ provider: providerText(identity.provider) })

const button = (word, onclick, kind = 'plain') =>
  h('button', { type: 'button', class: kind, onclick: () => onclick() }, t(word))

/** The view of a question that consent alone answers: linking to one member, or merging two accounts. */
export function confirmView({ question, mustProve = false, problem }, actions) {
  const isMerge = question.mergeToken !== undefined
  const [hint] = question.candidates
  return [
    h('h1', { tabindex: '-1' }, isMerge ? t('questionMerge') : asked(hint)),
    h(
      'p',
      { class: 'lead' },
      isMerge ? t(mustProve ? 'questionMergeProofLead' : 'questionMergeLead') : reasonOf(question),
    ),
    problem ?? null,
    ...question.candidates.map((candidate) =>
      hintCard(candidate, undefined, isMerge ? 'otherAccount' : undefined),
    ),
    isMerge ? whatMergingDoes() : null,
    h(
      'div',
      { class: 'actions' },
      mustProve
        ? button('proveOtherAccount', actions.proveOtherAccount, 'primary')
        : button(isMerge ? 'yesMerge' : 'yesLink', actions.yes, 'primary'),
      actions.notMe === undefined ? null : button('notMe', actions.notMe, ''),
      button(isMerge ? 'keepApart' : 'cancelLink', actions.no),
    ),
    isMerge ? null : h('p', { class: 'quiet' }, t('cancelNote', providerOf(question))),
  ]
}

/** The reason why linking is offered. A contact that was proven just now is the reason by itself. */
const reasonOf = ({ contact }) =>
  contact === undefined
    ? t('questionConfirmLead')
    : t('questionCodeLead', { contact: contact.includes('@') ? contact : phoneText(contact) })

/** The effects of merging, shown before the person agrees. */
const whatMergingDoes = () =>
  h(
    'section',
    {},
    h('p', {}, t('questionMergeWhat')),
    h(
      'ul',
      { class: 'effects' },
      ...['Methods', 'Fills', 'Ends', 'Notice'].map((what) => h('li', {}, t(`questionMerge${what}`))),
    ),
  )

/** Asks for the member by the best masked value: `혹시 d*****@example.com 회원님이신가요?`. */
const asked = (hint) => {
  const who = hint?.email ?? hint?.phone ?? hint?.name
  return who === undefined ? t('questionConfirm') : t('questionAre', { who })
}

/** The view of a question that needs proof: the person signs in as one candidate, with a method of that candidate. */
export function proofView({ question, problem }, actions) {
  const { candidates, mayRegister } = question
  return [
    h('h1', { tabindex: '-1' }, candidates.length === 1 ? asked(candidates[0]) : t('questionProof')),
    h('p', { class: 'lead' }, t(candidates.length > 1 ? 'questionSeveralLead' : 'questionProofLead')),
    problem ?? null,
    ...(candidates.length === 0
      ? [h('p', { class: 'notice warn' }, t('questionNoHint'))]
      : candidates.map((candidate) => hintCard(candidate, proveButton(candidate, actions)))),
    h(
      'div',
      { class: 'actions' },
      candidates.length === 0 ? button('proveSomehow', actions.prove, 'primary') : null,
      mayRegister ? button('notMe', actions.notMe, '') : null,
      button('cancelLink', actions.no),
    ),
    h('p', { class: 'quiet' }, t('cancelNote', providerOf(question))),
  ]
}

const proveButton = ({ methods = [] }, { prove }) => {
  const own = methods.filter((method) => !isProvider(method))
  return button('proveThis', () => prove(own.length === 0 ? undefined : own), 'primary')
}

/** The view after proof: the candidate decides whether to link. */
export function provenView({ question, problem }, actions) {
  return [
    h('h1', { tabindex: '-1' }, t('provenTitle', providerOf(question))),
    h('p', { class: 'lead' }, t('provenLead', providerOf(question))),
    problem ?? null,
    h(
      'div',
      { class: 'actions' },
      button('yesLink', actions.yes, 'primary'),
      problem === undefined ? null : button('proveOther', actions.other, ''),
      button('cancelLink', actions.no),
    ),
  ]
}

/** The view after the person declined to link. */
export const overView = ({ isMember, provider }, actions) => [
  h('h1', { tabindex: '-1' }, t('declinedTitle')),
  h('p', { class: 'lead' }, t('declinedLead', { provider: providerText(provider) })),
  h('div', { class: 'actions' }, button(isMember ? 'toAccount' : 'startOver', actions.startOver, 'primary')),
]
