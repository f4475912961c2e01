import { isDeepStrictEqual } from 'node:util'
import { agreementsLeft } from '../../domain/consent/agreement.ts'
import type { Consent } from '../../domain/consent/consent.ts'
import {
  identityMethod,
  type LinkedIdentity,
  type LoginMethod,
  type Member,
  type OwnContact,
  type OwnPhone,
} from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import { sameIdentity } from '../../domain/values/identity.ts'
import type { Importation, Shareable } from '../../flows/ports/store/operators/imports.ts'
import type { WholeRecord } from '../../flows/ports/store/operators/operations.ts'
import type { FieldName } from './reading/fields.ts'

/** A record of the file as it would be imported, with what the file says at all. */
export interface RenewingRecord {
  readonly importation: Importation
  /** The fields that the record has. A field without a value empties nothing. */
  readonly written: ReadonlySet<FieldName>
  /** A new hash of the password. Absent when the file has none, or the stored one. */
  readonly passwordHash?: string
}

/** A contact that was shared, and is the member's alone again. What had been verified is not known any more. */
const aloneAgain = <Value>({ value }: OwnContact<Value>): OwnContact<Value> => ({
  value,
  verified: false,
  imported: true,
})

/** The contact after a renewal. A file that does not say whether it is verified leaves that as it is. */
function renewedContact<Contact extends OwnContact<unknown>>(
  old: Contact | undefined,
  given: Contact | undefined,
  saysVerified: boolean,
): Contact | undefined {
  if (given === undefined || old === undefined) return given ?? old
  const keepsTrust = given.value === old.value && old.shared === undefined && !saysVerified
  return keepsTrust ? old : given
}

const isSameConsent = (a: Consent, b: Consent): boolean =>
  a.tag === b.tag && a.version === b.version && a.agreed === b.agreed && a.at.getTime() === b.at.getTime()

const methodsOf = (
  identities: readonly LinkedIdentity[],
  hasPassword: boolean,
  { email, phone }: { readonly email?: OwnContact<unknown>; readonly phone?: OwnContact<unknown> },
): readonly LoginMethod[] => [
  ...identities.map(identityMethod),
  ...(hasPassword ? (['password'] as const) : []),
  ...(email?.verified ? (['email'] as const) : []),
  ...(phone?.verified ? (['phone'] as const) : []),
]

/** The parts of a member that a file renews. A shared contact is compared by its value alone. */
function comparable(
  { version: _v, asImported: _a, ways: _w, agreements: _g, ...member }: Member,
  old: Member,
): object {
  const own = (of: Shareable): object | undefined => {
    const [contact, before] = [member[of], old[of]]
    const isShared = before?.shared === true && before.value === contact?.value
    return contact && (isShared ? { value: contact.value } : contact)
  }
  return { ...member, email: own('email'), phone: own('phone') }
}

function renewedMember(
  old: Member,
  { importation, written }: RenewingRecord,
  regained: readonly Shareable[],
): Omit<Member, 'ways' | 'agreements'> {
  const { member: given } = importation
  const phoneBefore: OwnPhone | undefined =
    old.phone && regained.includes('phone') ? aloneAgain(old.phone) : old.phone
  const emailBefore = old.email && regained.includes('email') ? aloneAgain(old.email) : old.email
  const { ways: _w, agreements: _a, identityUnproven: _u, ...kept } = old
  const { name, nickname, loginId, birth, gender, ci = old.ci, di = old.di } = given
  const identityVerifiedAt = given.identityVerifiedAt ?? old.identityVerifiedAt
  const isUnproven = (ci !== undefined || di !== undefined) && identityVerifiedAt === undefined
  return {
    ...kept,
    ...defined({ name, nickname, loginId, birth, gender, ci, di, identityVerifiedAt }),
    ...defined({
      email: renewedContact(emailBefore, given.email, written.has('emailVerified')),
      phone: renewedContact(phoneBefore, given.phone, written.has('phoneVerified')),
    }),
    ...(isUnproven && { identityUnproven: true }),
    status: written.has('status') ? given.status : old.status,
    locale: written.has('locale') ? given.locale : old.locale,
    createdAt: written.has('joinedAt') ? given.createdAt : old.createdAt,
    attributes: { ...old.attributes, ...given.attributes },
    version: old.version + 1,
    asImported: old.version + 1,
  }
}

/**
 * Decides what a file's newer record makes of a member that is as an import made it: newer values replace older ones,
 * identities and answers to terms are added, and nothing is emptied. `regained`: contacts that nobody shares any more.
 * Undefined when the record says nothing new.
 */
export function renewalOf(
  existing: WholeRecord,
  record: RenewingRecord,
  regained: readonly Shareable[],
): Importation | undefined {
  const { importation } = record
  const identities = importation.identities.filter(
    (identity) => !existing.identities.some((known) => sameIdentity(known, identity)),
  )
  const consents = importation.consents.filter(
    (consent) => !existing.consents.some((known) => isSameConsent(known, consent)),
  )
  const passwordHash = record.passwordHash ?? existing.passwordHash
  const renewed = renewedMember(existing.member, record, regained)
  const history = [...existing.consents, ...consents]
  const member: Member = {
    ...renewed,
    ways: methodsOf([...existing.identities, ...identities], passwordHash !== undefined, renewed),
    agreements: agreementsLeft(history.toSorted((a, b) => a.at.getTime() - b.at.getTime())),
  }
  const isNew =
    identities.length + consents.length + regained.length > 0 ||
    record.passwordHash !== undefined ||
    !isDeepStrictEqual(comparable(existing.member, existing.member), comparable(member, existing.member))
  return isNew ? { ...importation, member, identities, consents, ...defined({ passwordHash }) } : undefined
}
