import { confirmCode, newestMail, sendCode } from '../address.js'
import { fill, show, update } from '../stage.js'
import { addressView } from '../views/address.js'

/**
 * Walks through proving an address or number: it, the code, and `done(verificationToken, to)`. `kind` says what is
 * asked for (`email`, `phone`, or `address` for either). `others`
 * are further buttons, from a word to what it does. `title` and `lead` are words of the page.
 */
export function proveAddress({ purpose, kind = 'address', title, lead, to = '', others, done }) {
  let verificationId
  const send = async (typed) => {
    to = typed
    const answer = await sendCode(to, purpose)
    if (answer.problem !== undefined) return update({ problem: answer.problem })
    verificationId = answer.body.verificationId
    return show(addressView, { ...about, to, isSent: true }, actions)
  }
  const actions = {
    send,
    openMail: async () => {
      const mail = await newestMail(to)
      update({ mail })
      if (mail?.code !== undefined) fill('code', mail.code)
    },
    confirm: async (code) => {
      const answer = await confirmCode(verificationId, code)
      if (answer.problem !== undefined) return update({ problem: answer.problem })
      return done(answer.body.verificationToken, to)
    },
    ...others,
  }
  const about = { kind, title, lead, others: Object.keys(others) }
  return show(addressView, { ...about, to, isSent: false }, actions)
}
