import { parseEmail } from '../../lib/contacts/email.ts'
import { parsePhone } from '../../lib/contacts/phone.ts'
import { identityMethod, type Member } from '../../lib/domain/member/member.ts'
import { type DeviceLabel, isDeviceLabel } from '../../lib/domain/values/device.ts'
import type { CiHash, Email, Phone, ProviderProfile } from '../../lib/domain/values/evidence.ts'
import { type Identity, isSubject, type ProviderId } from '../../lib/domain/values/identity.ts'
import { type ClientId, isClientId } from '../../lib/domain/values/ids.ts'
import { ids } from '../../lib/runtime/ids.ts'

/** Gives a value that must exist. Throws when the value is absent, since the story is wrong then. */
export function sure<Value>(value: Value | undefined, what = 'value'): Value {
  if (value === undefined) throw new Error(`there is no ${what}`)
  return value
}

/** Gives a value of a kind. Throws for any other. */
export function checked<Value>(is: (value: unknown) => value is Value, value: unknown): Value {
  if (!is(value)) throw new TypeError(`${String(value)} is not what these stories want`)
  return value
}
const isCiHash = (value: unknown): value is CiHash => typeof value === 'string' && value.length === 43

export const email = (text: string): Email => sure(parseEmail(text), 'e-mail address')
export const phone = (text: string): Phone => sure(parsePhone(text), 'phone number')
export const ci = (letter: string): CiHash => checked(isCiHash, letter.repeat(43))
export const clientId = (text: string): ClientId => checked(isClientId, text)
export const deviceLabel = (text: string): DeviceLabel => checked(isDeviceLabel, text)
export const kakaoIdentity = (subject: string): Identity => identityAt('kakao', subject)

/** An identity at any provider. */
export const identityAt = (provider: ProviderId, subject: string): Identity => ({
  provider,
  subject: checked(isSubject, subject),
})

/** A Kakao visitor whose account has everything, and who refused nothing. */
export const profileOf = (subject: string, more: Partial<ProviderProfile> = {}): ProviderProfile => ({
  identity: kakaoIdentity(subject),
  email: { value: email(`person${subject}@example.com`), trust: 'vouched' },
  name: '김다은',
  refused: [],
  terms: [],
  ...more,
})

/** An active member with one Kakao identity. */
export const memberOf = (subject: string, more: Partial<Member> = {}): Member => ({
  id: ids.member(),
  status: 'active',
  version: 1,
  name: '김다은',
  email: { value: email(`person${subject}@example.com`), verified: true },
  ways: [identityMethod(kakaoIdentity(subject)), 'email'],
  attributes: {},
  locale: 'ko',
  credentialsVersion: 0,
  createdAt: new Date(0),
  ...more,
})
