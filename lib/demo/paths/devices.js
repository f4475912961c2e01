import { forgetExchanges } from '../api/exchanges.js'
import { callAsMember, signOut } from '../api/session.js'
import { go } from '../signpost.js'
import { update } from '../stage.js'
import { t } from '../words/language.js'

/** What a member can do about where it is signed in; `refused` is what happens when the API says no. */
export function deviceActions(refused) {
  /** Reads the list, and `word` for what has just happened. */
  async function read(word) {
    const { body, problem } = await callAsMember('GET', '/me/sessions')
    if (problem !== undefined) return refused(problem)
    const notice = word === undefined ? {} : { notice: () => t(word) }
    return update({ sessions: body.sessions, ...notice })
  }
  return {
    openDevices: () => read(),
    endDevice: async (id) => {
      const { problem } = await callAsMember('DELETE', `/me/sessions/${id}`)
      return problem === undefined ? read('wasEnded') : refused(problem)
    },
    signOut: () => leaveBy({}, 'loggedOut'),
    signOutEverywhere: () => leaveBy({ everywhere: true }, 'loggedOutEverywhere'),
  }
}

async function leaveBy(request, word) {
  await signOut(request)
  forgetExchanges()
  return go('welcome', { notice: () => t(word) })
}
