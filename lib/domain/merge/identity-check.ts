import { type ClaimedValue, isUnverifiedContact } from '../leads/claimed.ts'
import { isProvenPerson } from '../leads/person.ts'
import { type ContactRules, isSharedKind } from '../leads/shared.ts'
import { withProvenContact } from '../leads/with.ts'
import { withoutNeverProven, withoutUnprovenPerson } from '../leads/without.ts'
import type { Member } from '../member/member.ts'
import type { FieldsChangedBy } from '../member/member-fields.ts'
import type { Brand } from '../values/brand.ts'
import { defined } from '../values/defined.ts'
import type { Birth, CiHash, DiHash, Phone, ProviderProfile } from '../values/evidence.ts'
import { isUuid, type MemberId, type PendingId, type SessionId, type TokenId } from '../values/ids.ts'
import { lifetimes } from '../values/lifetimes.ts'
import type { IdentityCheckFacts } from '../visit/facts.ts'

/** The id of one check of one person (본인확인) at the identity gateway. */
export type IdentityCheckId = Brand<string, 'IdentityCheckId'>

/** Whether a value has the form of an identity check's id (UUIDv7, RFC 9562). */
export const isIdentityCheckId = (value: unknown): value is IdentityCheckId => isUuid(value)

/** A started check, of a member or of a visitor. */
interface StartedCheck {
  readonly id: IdentityCheckId
  /** The client's PKCE challenge (S256, RFC 7636). */
  readonly codeChallenge: string
  /** Returned by the gateway if the client passed it on. */
  readonly nonce: string
  readonly expiresAt: Date
}

/** A member's check. It belongs to the session that started it. */
export interface IdentityCheck extends StartedCheck {
  readonly memberId: MemberId
  readonly sessionId: SessionId
}

/** A visitor's check before there is a member. It belongs to the pending visit with this token. */
export interface VisitCheck extends StartedCheck {
  readonly pendingId: PendingId
  readonly tokenId: TokenId
}

/** The checked person. CI and DI are already hashed. */
export interface VerifiedPerson {
  readonly name: string
  readonly birth?: Birth
  readonly gender?: string
  readonly phone?: Phone
  readonly ci?: CiHash
  readonly di?: DiHash
  /** The source of the check, as the gateway names it. */
  readonly source: string
  readonly verifiedAt: Date
}

/** The gateway's report on a check. */
export type GatewayReport =
  /** The person has not finished the check. */
  | { readonly kind: 'not_done' }
  | {
      readonly kind: 'verified'
      readonly channel: 'live' | 'test'
      readonly nonce?: string
      /** Seconds since the check, in real time. */
      readonly age: number
      readonly person: VerifiedPerson
    }

/** The verdict on a report. */
export type CheckVerdict =
  | { readonly kind: 'sound'; readonly person: VerifiedPerson }
  | { readonly kind: 'not_done' }
  /** The report comes from a test channel, has another nonce, is not recent, or has neither CI nor DI. */
  | { readonly kind: 'worthless'; readonly why: 'test_channel' | 'foreign_nonce' | 'not_recent' | 'nobody' }

/** The tolerated difference of the two companies' clocks, in seconds. */
const skew = 60

/**
 * Judges a gateway's report. Even a report that we fetched counts only if it comes from a live channel (a
 * test channel verifies anybody), belongs to this check, and is recent.
 */
export function judgeCheck(
  report: GatewayReport,
  {
    isOurNonce,
    acceptsTestChannel,
  }: { readonly isOurNonce: (nonce: string) => boolean; readonly acceptsTestChannel: boolean },
): CheckVerdict {
  if (report.kind === 'not_done') return { kind: 'not_done' }
  const { channel, nonce, age, person } = report
  if (channel === 'test' && !acceptsTestChannel) return { kind: 'worthless', why: 'test_channel' }
  if (nonce === undefined || !isOurNonce(nonce)) return { kind: 'worthless', why: 'foreign_nonce' }
  if (age < -skew || age > lifetimes.identityCheck + skew) return { kind: 'worthless', why: 'not_recent' }
  if (person.ci === undefined && person.di === undefined) return { kind: 'worthless', why: 'nobody' }
  return { kind: 'sound', person }
}

/** Whom the values of a check lead to. */
export interface Owners {
  readonly ci?: MemberId
  readonly di?: MemberId
  readonly phone?: MemberId
}

/** The owner of a check's CI or DI. The CI decides if both lead to a member. */
export function checkedOwner(self: MemberId, { ci, di }: Owners): IdentityCheckFacts['owner'] {
  const owner = ci ?? di
  if (owner === undefined) return { kind: 'nobody' }
  return owner === self ? { kind: 'self' } : { kind: 'other', member: { id: owner, status: 'active' } }
}

/**
 * The member after an identity check. Records CI, DI, source and time; what was unproven until now gives way to
 * it. Beyond that, the check only fills in what the member lacks: name, birth date, gender, and a number that is
 * free, or the member's own and never verified. What the member says of itself is not displaced.
 */
export function checkedMember(
  member: Member,
  person: VerifiedPerson,
  owners: Owners,
  rules: ContactRules,
): Member {
  const before = withoutUnprovenPerson(member)
  const isFreeDi = owners.di === undefined || owners.di === member.id
  const found = {
    ci: before.ci ?? person.ci,
    di: before.di ?? (isFreeDi ? person.di : undefined),
    identityVerifiedAt: person.verifiedAt,
    identitySource: person.source,
    name: before.name ?? person.name,
    birth: before.birth ?? person.birth,
    gender: before.gender ?? person.gender,
  } satisfies { [Field in Exclude<FieldsChangedBy<'identity_check'>, 'phone'>]: Member[Field] | undefined }
  return withCheckedPhone({ ...withoutNeverProven(before), ...defined(found) }, person, owners, rules)
}

function withCheckedPhone(
  member: Member,
  { phone, verifiedAt }: VerifiedPerson,
  owners: Owners,
  rules: ContactRules,
): Member {
  // A household's number is proven by a code, which counts who shares it.
  if (phone === undefined || isSharedKind('phone', rules)) return member
  const isFree = owners.phone === undefined || owners.phone === member.id
  const isOwn = member.phone === undefined || isUnverifiedContact(member.phone, phone)
  return isFree && isOwn
    ? withProvenContact(member, { channel: 'sms', value: phone }, verifiedAt, rules)
    : member
}

/** What an identity check in a visit makes of the CI and DI of the member that the visit is linked to. */
export interface CheckedOnLink {
  readonly ci?: CiHash
  readonly di?: DiHash
  readonly source: string
  readonly verifiedAt: Date
  /** The member's values that nobody had checked here and that the check contradicts. */
  readonly frees: readonly ClaimedValue[]
}

/**
 * The CI and DI of a member once a visit with an identity check is linked; undefined for a visit without one. What was
 * unproven until now gives way. A DI of another member is left there, since the CI decides.
 */
export function checkedOnLink(
  member: Pick<Member, 'id' | 'ci' | 'di' | 'identityUnproven'>,
  { ci, di, check }: Pick<ProviderProfile, 'ci' | 'di' | 'check'>,
  owners: Owners,
): CheckedOnLink | undefined {
  if (check === undefined) return undefined
  const proven = isProvenPerson(member) ? defined({ ci: member.ci, di: member.di }) : {}
  const isFreeDi = owners.di === undefined || owners.di === member.id
  const now = { ci: proven.ci ?? ci, di: proven.di ?? (isFreeDi ? di : undefined) }
  return {
    ...defined(now),
    ...check,
    frees: [
      ...(member.ci === undefined || member.ci === now.ci ? [] : [{ of: 'ci', value: member.ci } as const]),
      ...(member.di === undefined || member.di === now.di ? [] : [{ of: 'di', value: member.di } as const]),
    ],
  }
}

/** The member as a linked visit with an identity check leaves it, apart from the identity. */
export function withCheckOnLink(member: Member, { ci, di, source, verifiedAt }: CheckedOnLink): Member {
  const checked = { ...defined({ ci, di }), identityVerifiedAt: verifiedAt, identitySource: source }
  return { ...withoutUnprovenPerson(member), ...checked }
}

/**
 * A visitor's profile after an identity check. CI, DI and birth date of the check take the place of what the provider
 * said; name, gender and number only fill in. A number from the check counts as verified today.
 */
export function checkedProfile(profile: ProviderProfile, person: VerifiedPerson): ProviderProfile {
  const { ci, di, birth, source, verifiedAt } = person
  return {
    ...profile,
    ...defined({
      name: profile.name ?? person.name,
      birth: birth ?? profile.birth,
      gender: profile.gender ?? person.gender,
      phone: profile.phone ?? (person.phone && ({ value: person.phone, trust: 'vouched' } as const)),
      ci: ci ?? profile.ci,
      di,
    }),
    check: { source, verifiedAt },
  }
}
