import { call } from './api.js'
import { showCast } from './cast.js'
import { announce, dressPage, writeClock } from './chrome.js'
import { h } from './dom.js'
import { onLanguage, t } from './language.js'
import { enter, leave, mayBeSignedIn, renew, showMe, signOut } from './session.js'
import { advance, readClock, spanOf } from './time.js'
import { showTimeline } from './timeline.js'
import { memberView } from './views/member.js'
import { problemNotice, problemView } from './views/problem.js'
import { questionView } from './views/question.js'
import { signUpView, typedIn } from './views/sign-up.js'
import { welcomeView } from './views/welcome.js'
import { finishVisit, forgetVisit, isReturning, register, startVisit, visit } from './visit.js'

const stage = document.querySelector('#visit')
const busyView = () => [h('p', { class: 'busy', role: 'status' }, t('busy'))]
let shown = { view: busyView, state: {} }

const actions = {
  start: startVisit,
  startOver: () => {
    forgetVisit()
    show(welcomeView)
  },
  register: completeSignUp,
  signOut: async () => {
    await signOut()
    show(welcomeView, { notice: () => t('loggedOut') })
  },
  showMe: () => meet(shown.state, (answer) => t(answer.renewed ? 'shownAfterRenewal' : 'shown')),
  renew: async () => {
    const answer = await renew()
    if (answer.problem !== undefined) return lockOut(answer.problem)
    return meet(shown.state, () => t('renewed'))
  },
  advance: async (seconds) => {
    await advance(seconds)
    writeClock()
    show(memberView, { ...shown.state, notice: () => t('timeMoved', { ahead: spanOf(seconds) }) })
  },
}

/** Draws a view, and takes the reader's eyes and ears to its heading. */
function show(view, state = {}) {
  shown = { view, state }
  draw()
  const heading = stage.querySelector('h1')
  heading?.focus({ preventScroll: true })
  announce([state.notice?.(), heading?.textContent].filter(Boolean).join(' '))
}

function draw() {
  const { view, state } = shown
  const problem = state.problem === undefined ? undefined : problemNotice(state.problem)
  stage.replaceChildren(
    ...view(view === problemView ? state : { ...state, problem }, actions).filter(Boolean),
  )
}

/** Follows an outcome to the view that it asks for. */
async function follow(answer) {
  if (answer.problem !== undefined) return show(problemView, { problem: answer.problem })
  switch (answer.body.outcome) {
    case 'signed_in':
      return greet(answer)
    case 'registration_required':
      return show(signUpView, { outcome: answer.body, terms: answer.body.terms })
    default:
      return show(questionView, { outcome: answer.body })
  }
}

function greet(answer) {
  forgetVisit()
  enter(answer)
  return meet({ created: answer.body.created })
}

/** Shows the member; `say` puts what has just happened into words, in whichever language it is drawn. */
async function meet(state, say) {
  const answer = await showMe()
  if (answer.problem !== undefined) return lockOut(answer.problem)
  return show(memberView, {
    ...state,
    member: answer.body,
    ...(say === undefined ? {} : { notice: () => say(answer) }),
  })
}

function lockOut(problem) {
  leave()
  return show(problemView, { problem })
}

async function completeSignUp(typed) {
  const { outcome, terms } = shown.state
  const answer = await register(outcome, typed)
  if (answer.problem === undefined) return follow(answer)
  return show(signUpView, { outcome, terms, typed, problem: answer.problem })
}

/** Draws in another language. What was typed stays, and terms are asked for again, since they come in one. */
async function redraw() {
  if (shown.view !== signUpView) return draw()
  shown.state = { ...shown.state, typed: typedIn(stage.querySelector('form'), shown.state.terms) }
  draw()
  const { body } = await call('GET', '/terms')
  const titles = new Map((body?.terms ?? []).map(({ tag, title }) => [tag, title]))
  const terms = shown.state.terms.map((term) => ({ ...term, title: titles.get(term.tag) ?? term.title }))
  shown.state = { ...shown.state, terms }
  draw()
}

/** Somebody who has just opened the page starts at its top; there is nothing new to be taken to. */
function greetStranger() {
  shown = { view: welcomeView, state: {} }
  draw()
}

async function begin() {
  if (isReturning()) return follow(await finishVisit())
  const waiting = visit()?.answer
  if (waiting !== undefined) return follow(waiting)
  if (!mayBeSignedIn()) return greetStranger()
  const answer = await renew()
  return answer.problem === undefined ? meet({}) : lockOut(answer.problem)
}

dressPage()
draw()
onLanguage(redraw)
void showTimeline(document.querySelector('#timeline'))
void showCast(document.querySelector('#cast'))
void readClock().then(writeClock)
await begin()
