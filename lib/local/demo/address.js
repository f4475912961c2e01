import { call } from './api.js'

/** Asks for a code. */
export const sendCode = (to, purpose) =>
  call('POST', '/verification', { body: { channel: 'email', to, purpose } })

/** Sends a code back, and gets what shows once that the address is one's own. */
export const confirmCode = (verificationId, code) =>
  call('POST', '/verification/confirm', { body: { verificationId, code } })

/** The newest message to an address, with the code in it; this laptop keeps what it sends. */
export async function newestMail(to) {
  const { body } = await call('GET', '/_local/outbox')
  const mail = Array.isArray(body) ? body.findLast((message) => message.to === to) : undefined
  return mail === undefined ? undefined : { ...mail, code: /^\d{6}$/m.exec(mail.text ?? '')?.[0] }
}
