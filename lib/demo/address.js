import { call } from './api/api.js'

const isNumber = (to) => !to.includes('@')

/** A number as texts are sent to it: as it is dialled in Korea, or from abroad. */
const asSent = (to) => (isNumber(to) ? to.replace(/[^+\d]/g, '').replace(/^0/, '+82') : to)

/** Asks for a code, by mail or by text. */
export const sendCode = (to, purpose) =>
  call('POST', '/verification', { body: { channel: isNumber(to) ? 'sms' : 'email', to, purpose } })

/** Sends a code back, and gets what shows once that the address is one's own. */
export const confirmCode = (verificationId, code) =>
  call('POST', '/verification/confirm', { body: { verificationId, code } })

/** The newest message to an address, with the code in it; this laptop keeps what it sends. */
export async function newestMail(to) {
  const { body } = await call('GET', '/_local/outbox')
  const sent = asSent(to)
  const mail = Array.isArray(body) ? body.findLast((message) => message.to === sent) : undefined
  return mail === undefined ? undefined : { ...mail, code: /^\d{6}$/m.exec(mail.text ?? '')?.[0] }
}

/** An address or number, as the profile that it is the only known part of. */
export const profileWith = (to) =>
  isNumber(to) ? { phone: to, phoneVerified: true } : { email: to, emailVerified: true }
