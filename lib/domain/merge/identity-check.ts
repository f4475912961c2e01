import type { Member } from '../member/member.ts'
import type { Brand } from '../values/brand.ts'
import { defined } from '../values/defined.ts'
import type { Birth, CiHash, DiHash, Phone } from '../values/evidence.ts'
import { isUuid, type MemberId, type SessionId } from '../values/ids.ts'
import { lifetimes } from '../values/lifetimes.ts'
import type { IdentityCheckFacts } from '../visit/facts.ts'

/** One check of one person (본인확인) at the identity gateway. */
export type IdentityCheckId = Brand<string, 'IdentityCheckId'>

/** Whether a value has the form of an id that this system made (UUIDv7). */
export const isIdentityCheckId = (value: unknown): value is IdentityCheckId => isUuid(value)

/** A check that was begun by a session of a member, and belongs to no other. */
export interface IdentityCheck {
  readonly id: IdentityCheckId
  readonly memberId: MemberId
  readonly sessionId: SessionId
  /** The client's PKCE challenge (S256). */
  readonly codeChallenge: string
  /** Comes back from the gateway, if the client handed it on. */
  readonly nonce: string
  readonly expiresAt: Date
}

/** Whom the gateway has checked. CI and DI are hashed before they get here. */
export interface VerifiedPerson {
  readonly name: string
  readonly birth?: Birth
  readonly gender?: string
  readonly phone?: Phone
  readonly ci?: CiHash
  readonly di?: DiHash
  /** Who checked, in the gateway's own word. */
  readonly source: string
  readonly verifiedAt: Date
}

/** What the gateway says of a check. */
export type GatewayReport =
  /** Nobody has proven anything by it, so far. */
  | { readonly kind: 'not_done' }
  | {
      readonly kind: 'verified'
      readonly channel: 'live' | 'test'
      readonly nonce?: string
      /** Seconds since the person was checked, by real time. */
      readonly age: number
      readonly person: VerifiedPerson
    }

/** What a report is worth. */
export type CheckVerdict =
  | { readonly kind: 'sound'; readonly person: VerifiedPerson }
  | { readonly kind: 'not_done' }
  /** Of a test channel, with somebody else's nonce, from another day, or without a CI and a DI. */
  | { readonly kind: 'worthless'; readonly why: 'test_channel' | 'foreign_nonce' | 'not_recent' | 'nobody' }

/** Clocks of two companies may differ by so many seconds. */
const skew = 60

/**
 * Judges what the gateway says of a check. A result that was fetched by us is still only worth something if it is of
 * a live channel (a test channel verifies anybody), of this very check, and of just now.
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

/**
 * Whether a check is of another person than the member was known to be: another CI, or, where there is none to
 * compare, another DI.
 */
export function isSomebodyElse(member: Pick<Member, 'ci' | 'di'>, { ci, di }: VerifiedPerson): boolean {
  if (member.ci !== undefined && ci !== undefined) return member.ci !== ci
  return member.di !== undefined && di !== undefined && member.di !== di
}

/** Whom the values of a check lead to. */
export interface Owners {
  readonly ci?: MemberId
  readonly di?: MemberId
  readonly phone?: MemberId
}

/** Who owns the CI or the DI of a check. A CI says more than a DI: where both lead to somebody, it decides. */
export function ownerOf(self: MemberId, { ci, di }: Owners): IdentityCheckFacts['owner'] {
  const owner = ci ?? di
  if (owner === undefined) return { kind: 'nobody' }
  return owner === self ? { kind: 'self' } : { kind: 'other', member: { id: owner, status: 'active' } }
}

/**
 * A member after a check. Who somebody is was found out: CI, DI, source and time. Beyond that, only what the member had
 * none of is filled in: name, birth date, gender, and a number that is nobody's, or its own and never verified. What
 * the member says of itself is not displaced.
 */
export function checkedMember(before: Member, person: VerifiedPerson, owners: Owners): Member {
  const ci = before.ci ?? person.ci
  const di = before.di ?? (owners.di === undefined ? person.di : undefined)
  return {
    ...before,
    ...defined({ ci, di }),
    identityVerifiedAt: person.verifiedAt,
    identitySource: person.source,
    name: before.name ?? person.name,
    ...defined({ birth: before.birth ?? person.birth, gender: before.gender ?? person.gender }),
    ...checkedPhone(before, person, owners),
  }
}

function checkedPhone(
  { id, phone: own, ways }: Member,
  { phone, verifiedAt }: VerifiedPerson,
  owners: Owners,
): Partial<Pick<Member, 'phone' | 'ways'>> {
  if (phone === undefined) return {}
  const isFree = own === undefined && owners.phone === undefined
  const isOwn = own?.value === phone && !own.verified && owners.phone === id
  if (!isFree && !isOwn) return {}
  return { phone: { value: phone, verified: true, provenAt: verifiedAt }, ways: [...ways, 'phone'] }
}
