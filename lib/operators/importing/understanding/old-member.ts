import type { Consent } from '../../../domain/consent/consent.ts'
import { leads } from '../../../domain/leads/leads.ts'
import {
  identityMethod,
  type LinkedIdentity,
  type LoginMethod,
  type Member,
  type OwnContact,
  type OwnPhone,
} from '../../../domain/member/member.ts'
import type { FieldsWith } from '../../../domain/member/member-fields.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Birth, Email } from '../../../domain/values/evidence.ts'
import type { Locale } from '../../../domain/values/locale.ts'
import type { ImportedPassword } from '../../../passwords/imported/imported-password.ts'
import type { Person } from './field-reader.ts'

/** A member in the old system, as read from a record. Nothing is hashed yet. */
export interface OldMember {
  readonly externalId: string
  readonly status: 'active' | 'deactivated' | 'suspended'
  readonly joinedAt: Date
  readonly name?: string
  readonly nickname?: string
  readonly loginId?: string
  readonly email?: OwnContact<Email>
  readonly phone?: OwnPhone
  readonly birth?: Birth
  readonly gender?: string
  readonly locale: Locale
  readonly password?: ImportedPassword
  readonly ci?: Person
  readonly di?: Person
  readonly identityVerifiedAt?: Date
  readonly identities: readonly LinkedIdentity[]
  readonly consents: readonly Consent[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly ways: readonly LoginMethod[]
}

/** The fields of a member that a file can hold. */
type ImportedField = Exclude<keyof Member, FieldsWith<'imported', readonly []>>
/** Compiles only when the file is read for each of these fields; `createdAt` is read as `joinedAt`. */
const read: Record<Exclude<ImportedField, keyof OldMember | 'createdAt'>, never> = {}
void read

/** The member without one of its identities. */
export function withoutIdentityAt(member: OldMember, index: number): OldMember {
  const taken = member.identities[index]
  if (taken === undefined) return member
  const identities = member.identities.filter((identity) => identity !== taken)
  return { ...member, identities, ways: member.ways.filter((method) => method !== identityMethod(taken)) }
}

/** The values of a member that lead to it. */
type Holder = Pick<OldMember, 'ways'> & {
  readonly [Name in 'email' | 'phone' | 'loginId']?: OldMember[Name] | undefined
}

/** Whether anything leads to a member that could let it in. CI and DI are evidence and let nobody in. */
export const hasLead = ({ ways, email, phone, loginId }: Holder): boolean =>
  leads({ ways, ...defined({ email, phone, loginId }) }).length > 0

type Given<Whole> = { readonly [Name in keyof Whole]: Whole[Name] | undefined }
type Optional =
  | 'name'
  | 'nickname'
  | 'loginId'
  | 'email'
  | 'phone'
  | 'birth'
  | 'gender'
  | 'password'
  | 'ci'
  | 'di'
  | 'identityVerifiedAt'

/** A member from what is known of it. Omits unknown values. */
export function present(
  known: Omit<OldMember, Optional> & Given<Required<Pick<OldMember, Optional>>>,
): OldMember {
  const { name, nickname, loginId, email, phone, birth, gender, ...others } = known
  const { password, ci, di, identityVerifiedAt, ...required } = others
  return {
    ...required,
    ...defined({ name, nickname, loginId, email, phone, birth, gender }),
    ...defined({ password, ci, di, identityVerifiedAt }),
  }
}
