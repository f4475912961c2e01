import { leave, mayBeSignedIn, renew } from '../api/session.js'
import { forgetVisit, startVisit } from '../api/visit.js'
import { go, when } from '../signpost.js'
import { place, show } from '../stage.js'
import { problemView } from '../views/problem.js'
import { welcomeView } from '../views/welcome.js'

const doors = {
  provider: (provider) => startVisit(provider),
  password: () => go('sign_in', { way: 'password' }),
  code: () => go('sign_in', { way: 'code' }),
  join: () => go('join'),
}

/** The way in, for somebody to whom something has just happened. */
when('welcome', ({ notice }) => show(welcomeView, { notice }, doors))

/** The way in, for somebody who has just opened the page. */
when('doorstep', () => place(welcomeView, {}, doors))

/** Back to the beginning: to the account for a member, to the way in for everybody else. */
when('home', () => {
  forgetVisit()
  return mayBeSignedIn() ? go('return') : go('welcome')
})

/** Somebody who was signed in when they were last here. */
when('return', async () => {
  const answer = await renew()
  return answer.problem === undefined ? go('account') : go('locked_out', answer)
})

when('locked_out', ({ problem }) => {
  leave()
  return go('problem', { problem })
})

when('problem', ({ problem }) => show(problemView, { problem }, { startOver: () => go('home') }))
