import type { Consent } from '../../domain/consent/consent.ts'
import type { LinkedIdentity } from '../../domain/member/member.ts'
import { type FieldsWith, leavesOut } from '../../domain/member/member-fields.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Birth } from '../../domain/values/evidence.ts'
import type { MemberRecord } from '../../flows/ports/store.ts'
import type { FieldName } from '../importing/fields.ts'

/** A member in the words of the file format, so that what was exported can be imported. */
export type Exported = { readonly [name in FieldName]?: unknown }

/** `1990-02-20`, or the part of it that is known. */
const dateOf = ({ year, monthDay }: Birth): string =>
  [year, monthDay && `${monthDay.slice(0, 2)}-${monthDay.slice(2)}`]
    .filter((part) => part !== undefined)
    .join('-')

const identityOf = ({ provider, subject, label, linkedAt }: LinkedIdentity) => ({
  provider,
  subject,
  ...defined({ label }),
  linkedAt: linkedAt.toISOString(),
})

const consentOf = ({ tag, version, agreed, at }: Consent) => ({ tag, version, agreed, at: at.toISOString() })

/** Only these can be imported; who merged is part of another, and who left is to be forgotten. */
const kept = new Set(['active', 'deactivated', 'suspended'])

/**
 * A member as a line of a file; undefined for one who merged or left. CI and DI are hashes, which only this stage
 * can compare. A member that no old system knew goes by its own id.
 */
export function exportedOf(
  { member, identities }: MemberRecord,
  consents: readonly Consent[],
  passwordHash: string | undefined,
): Exported | undefined {
  const { id, externalId = id, status, email, phone, name, gender, locale, birth, ci, di, ...more } = member
  const { identityVerifiedAt, createdAt, attributes, ...leftOut } = more
  leavesOut<FieldsWith<'exported', false>>()(leftOut)
  if (!kept.has(status)) return undefined
  return {
    externalId,
    ...defined({
      email: email?.value,
      emailVerified: email?.verified,
      phone: phone?.value,
      phoneVerified: phone?.verified,
      name,
    }),
    status,
    joinedAt: createdAt.toISOString(),
    ...defined({
      passwordHash: passwordHash === '!' ? undefined : passwordHash,
      ciHash: ci,
      diHash: di,
      identityVerifiedAt: identityVerifiedAt?.toISOString(),
      birthDate: birth && dateOf(birth),
      birthCalendar: birth?.calendar,
      birthLeapMonth: birth?.leapMonth,
      gender,
    }),
    locale,
    ...(identities.length > 0 && { identities: identities.map(identityOf) }),
    ...(consents.length > 0 && { consents: consents.map(consentOf) }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  }
}
