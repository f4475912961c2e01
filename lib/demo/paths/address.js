import { confirmCode, newestMail, sendCode } from '../address.js'
import { fill, showView, update } from '../stage.js'
import { addressView } from '../views/address.js'

/**
 * Proves an address or number: the person enters the address, then the code. Ends with `done(verificationToken, to)`.
 * `kind` is `email`, `phone`, or `address` for either. `others` maps the words of further buttons to their actions.
 * `title` and `lead` are words of the page, which may name the `provider`.
 */
export function proveAddress({ purpose, kind = 'address', title, lead, provider, to = '', others, done }) {
  let verificationId
  const send = async (typed) => {
    to = typed
    const response = await sendCode(to, purpose)
    if (response.problem !== undefined) return update({ problem: response.problem })
    verificationId = response.body.verificationId
    return showView(addressView, { ...about, to, isSent: true }, actions)
  }
  const actions = {
    send,
    openMail: async () => {
      const mail = await newestMail(to)
      update({ mail })
      if (mail?.code !== undefined) fill('code', mail.code)
    },
    confirm: async (code) => {
      const response = await confirmCode(verificationId, code)
      if (response.problem !== undefined) return update({ problem: response.problem })
      return done(response.body.verificationToken, to)
    },
    ...others,
  }
  const about = { kind, title, lead, provider, others: Object.keys(others) }
  return showView(addressView, { ...about, to, isSent: false }, actions)
}
