import { forgetExchanges } from '../api/exchanges.js'
import { callAsMember, signOut } from '../api/session.js'
import { go } from '../signpost.js'
import { update } from '../stage.js'
import { t } from '../words/language.js'

/** Gives the actions for the devices of a member. `refused` handles a problem. */
export function deviceActions(refused) {
  /** Loads the list. `word` names the text about the last action. */
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
