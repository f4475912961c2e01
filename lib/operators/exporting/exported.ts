import type { Consent } from '../../domain/consent/consent.ts'
import type { LinkedIdentity } from '../../domain/member/member.ts'
import type { FieldsWith } from '../../domain/member/member-fields.ts'
import { leavesOut } from '../../domain/member/part-of-member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Birth } from '../../domain/values/evidence.ts'
import { sameIdentity } from '../../domain/values/identity.ts'
import type { MemberRecord } from '../../flows/ports/store.ts'
import { showProviderProfile } from '../../flows/steps/show-member.ts'
import type { FieldName } from '../importing/reading/fields.ts'
import { endedState } from '../importing/understanding/linked-records.ts'

/** A member in the file format, so that an exported file can be imported. */
export type Exported = { readonly [name in FieldName]?: unknown }

/** `1990-02-20`, or the known part of it. */
const dateOf = ({ year, monthDay }: Birth): string =>
  [year, monthDay && `${monthDay.slice(0, 2)}-${monthDay.slice(2)}`]
    .filter((part) => part !== undefined)
    .join('-')

const identityOf = (
  { provider, subject, label, linkedAt, lastUsedAt }: LinkedIdentity,
  profiles: MemberRecord['providerProfiles'],
) => {
  const profile = profiles.find((one) => sameIdentity(one, { provider, subject }))
  return {
    provider,
    subject,
    ...defined({ label }),
    linkedAt: linkedAt.toISOString(),
    ...defined({ lastUsedAt: lastUsedAt?.toISOString(), told: profile && showProviderProfile(profile) }),
  }
}

const consentOf = ({ tag, version, agreed, at }: Consent) => ({ tag, version, agreed, at: at.toISOString() })

/** The importable statuses. A merged member is part of another, and a withdrawn one will be erased. */
const exportedStatuses = new Set(['active', 'deactivated', 'suspended'])

/**
 * A member as an entry of a file. Undefined for a merged or withdrawn member. CI and DI are hashes that only
 * this stage can compare. A member without an id in the old system uses its own id.
 */
export function exportedOf(
  { member, identities, ended, providerProfiles }: MemberRecord,
  consents: readonly Consent[],
  passwordHash: string | undefined,
): Exported | undefined {
  const {
    id,
    externalId = id,
    loginId,
    status,
    email,
    phone,
    name,
    nickname,
    gender,
    locale,
    birth,
    ci,
    di,
    ...more
  } = member
  const { identityVerifiedAt, createdAt, attributes, ...leftOut } = more
  leavesOut<FieldsWith<'exported', false>>()(leftOut)
  if (!exportedStatuses.has(status)) return undefined
  return {
    externalId,
    ...defined({
      loginId,
      email: email?.value,
      emailVerified: email?.verified,
      phone: phone?.value,
      phoneVerified: phone?.verified,
      phoneVerifiedAt: phone?.provenAt?.toISOString(),
      name,
      nickname,
    }),
    status,
    joinedAt: createdAt.toISOString(),
    ...defined({
      passwordHash,
      ciHash: ci,
      diHash: di,
      identityVerifiedAt: identityVerifiedAt?.toISOString(),
      birthDate: birth && dateOf(birth),
      birthCalendar: birth?.calendar,
      birthLeapMonth: birth?.leapMonth,
      gender,
    }),
    locale,
    ...(identities.length + ended.length > 0 && {
      identities: [
        ...identities.map((identity) => identityOf(identity, providerProfiles)),
        ...ended.map((identity) => ({ ...identityOf(identity, providerProfiles), state: endedState })),
      ],
    }),
    ...(consents.length > 0 && { consents: consents.map(consentOf) }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  }
}
