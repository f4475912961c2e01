import { forgetMember, mayBeSignedIn, renew } from '../api/session.js'
import { forgetVisit, startVisit } from '../api/visit.js'
import { go, when } from '../signpost.js'
import { place, showView } from '../stage.js'
import { problemView } from '../views/problem.js'
import { welcomeView } from '../views/welcome.js'

const starts = {
  provider: (provider) => startVisit(provider),
  password: () => go('sign_in', { method: 'password' }),
  code: () => go('sign_in', { method: 'code' }),
  join: () => go('join'),
}

/** The start page, after an action. */
when('welcome', ({ notice }) => showView(welcomeView, { notice }, starts))

/** The start page, freshly opened. */
when('doorstep', () => place(welcomeView, {}, starts))

/** Goes to the account of a signed-in member, or to the start page. */
when('home', () => {
  forgetVisit()
  return mayBeSignedIn() ? go('return') : go('welcome')
})

/** A person who was signed in at the last visit. */
when('return', async () => {
  const response = await renew()
  return response.problem === undefined ? go('account') : go('locked_out', response)
})

when('locked_out', ({ problem }) => {
  forgetMember()
  return go('problem', { problem })
})

when('problem', ({ problem }) => showView(problemView, { problem }, { startOver: () => go('home') }))
