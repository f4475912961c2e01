import './paths/account.js'
import './paths/closing.js'
import './paths/editing.js'
import './paths/entrance.js'
import './paths/home.js'
import './paths/joining.js'
import './paths/question.js'
import { mayBeSignedIn } from './api/session.js'
import { finishCheck, finishVisit, isBackFromCheck, isReturning, visit } from './api/visit.js'
import { showCast } from './cast.js'
import { dressPage, writeClock } from './chrome.js'
import { showMembers } from './members.js'
import { wakingToken } from './paths/pausing.js'
import { follow, go } from './signpost.js'
import { readClock } from './time.js'
import { showTimeline } from './timeline.js'

/** Goes on where the page was left: on the way back from a provider or a mail, before a question, or signed in. */
async function begin() {
  if (isWaking()) return undefined
  if (isReturning()) return follow(await finishVisit())
  if (isBackFromCheck()) return follow(await finishCheck())
  const waiting = visit()?.answer
  if (waiting !== undefined) return follow(waiting)
  return mayBeSignedIn() ? go('return') : go('doorstep')
}

/** A mail's link that is opened where the page is already does not load it again. */
function isWaking() {
  const token = wakingToken()
  if (token !== undefined) void go('wake', { token })
  return token !== undefined
}

addEventListener('hashchange', isWaking)
dressPage()
void showTimeline(document.querySelector('#timeline'))
void showCast(document.querySelector('#cast'))
void showMembers(document.querySelector('#members'))
void readClock().then(writeClock)
await begin()
