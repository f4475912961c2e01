import { call } from './api/api.js'

const isNumber = (to) => !to.includes('@')

/** Gives a phone number in the form of the outbox. The person types the number in Korean or in international form. */
const asSent = (to) => (isNumber(to) ? to.replace(/[^+\d]/g, '').replace(/^0/, '+82') : to)

/** Requests a code, by mail or by text. */
export const sendCode = (to, purpose) =>
  call('POST', '/verification', { body: { channel: isNumber(to) ? 'sms' : 'email', to, purpose } })

/** Confirms a code. The response holds a verification token, which proves the address once. */
export const confirmCode = (verificationId, code) =>
  call('POST', '/verification/confirm', { body: { verificationId, code } })

/** Gives the newest message to an address, with its code. The laptop keeps every message that it sends. */
export async function newestMail(to) {
  const { body } = await call('GET', '/_local/outbox')
  const sent = asSent(to)
  const mail = Array.isArray(body) ? body.findLast((message) => message.to === sent) : undefined
  return mail === undefined ? undefined : { ...mail, code: /^\d{6}$/m.exec(mail.text ?? '')?.[0] }
}

/** Gives a profile with only this address or number. */
export const profileWith = (to) =>
  isNumber(to) ? { phone: to, phoneVerified: true } : { email: to, emailVerified: true }
