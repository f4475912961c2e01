import './paths/account.js'
import './paths/closing.js'
import './paths/editing.js'
import './paths/sign-in.js'
import './paths/home.js'
import './paths/joining.js'
import './paths/question.js'
import { mayBeSignedIn } from './api/session.js'
import { finishCheck, finishVisit, isBackFromCheck, isReturning, visit } from './api/visit.js'
import { showCast } from './cast.js'
import { dressPage, writeClock } from './chrome.js'
import { showMembers } from './members.js'
import { reactivationToken } from './paths/pausing.js'
import { follow, go } from './signpost.js'
import { readClock } from './time.js'
import { showTimeline } from './timeline.js'

/** Continues where the person left the page: back from a provider or a mail, before a question, or signed in. */
async function begin() {
  if (isReactivating()) return undefined
  if (isReturning()) return follow(await finishVisit())
  if (isBackFromCheck()) return follow(await finishCheck())
  const pending = visit()?.response
  if (pending !== undefined) return follow(pending)
  return mayBeSignedIn() ? go('return') : go('doorstep')
}

/** Handles the link of a reactivation mail. The browser does not load the page again when the page is already open. */
function isReactivating() {
  const token = reactivationToken()
  if (token !== undefined) void go('reactivate', { token })
  return token !== undefined
}

addEventListener('hashchange', isReactivating)
dressPage()
void showTimeline(document.querySelector('#timeline'))
void showCast(document.querySelector('#cast'))
void showMembers(document.querySelector('#members'))
void readClock().then(writeClock)
await begin()
