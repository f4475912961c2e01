import { defined } from '../../domain/values/defined.ts'
import { maskName, maskPhone } from '../../domain/values/masking.ts'
import type { OldMember } from '../importing/understanding/old-member.ts'
import { kindOfHash } from './kind-of-hash.ts'

const verifiedText = (verified: boolean): string => (verified ? ' (verified)' : ' (not verified)')

/** An address by its first letter: whether the right column was read can be seen, and who it is cannot. */
const maskedAddress = (address: string): string => `${address.slice(0, 1)}*****@…`

/** A member as the file was understood, without telling who it is. */
export function understoodRow({ externalId, ...member }: OldMember): Readonly<Record<string, string>> {
  const { email, phone, name, loginId, birth, password, identities, consents, joinedAt, status, locale } =
    member
  return defined({
    externalId,
    status,
    joinedAt: joinedAt.toISOString(),
    locale,
    name: name && maskName(name),
    loginId: loginId && maskName(loginId),
    email: email && `${maskedAddress(email.value)}${verifiedText(email.verified)}`,
    phone: phone && `${maskPhone(phone.value)}${verifiedText(phone.verified)}`,
    birthDate:
      birth &&
      `${birth.year === undefined ? '?' : '****'}-${birth.monthDay === undefined ? '?' : '**'} ${birth.calendar}`,
    password: password && kindOfHash(password),
    identities: identities.length === 0 ? undefined : identities.map(({ provider }) => provider).join(', '),
    consents:
      consents.length === 0
        ? undefined
        : consents.map(({ tag, version, agreed }) => `${tag}@${version} ${agreed ? 'yes' : 'no'}`).join(', '),
    attributes: Object.keys(member.attributes).join(', ') || undefined,
  })
}
