import type { MemberStatus } from '../../domain/member/member.ts'
import type { Birth } from '../../domain/values/evidence.ts'
import type { ProviderId } from '../../domain/values/identity.ts'

/** A member of the fictional service, who joined before it had any provider. An omitted field is unknown. */
export interface SeedMember {
  /** UUIDv7, the same at every start, so that no member exists twice. */
  readonly id: string
  readonly name: string
  readonly email?: { readonly address: string; readonly verified: boolean }
  /** E.164. The service verified the number and keeps verifying it. */
  readonly phone?: string
  readonly birth?: Birth
  /** The CI of an identity check. Only its keyed hash is stored. */
  readonly ci?: string
  readonly hasPassword?: true
  /** Default: active. */
  readonly status?: MemberStatus
  /** The subjects of the identities that the member linked long ago. */
  readonly linked?: Readonly<Partial<Record<ProviderId, string>>>
  /** The purpose of the member. */
  readonly note: Readonly<Record<'ko' | 'en', string>>
}

/** An address that the service has verified. */
export const verified = (address: string) => ({ address, verified: true })
/** An address that the service has not verified. */
export const neverVerified = (address: string) => ({ address, verified: false })
/** The id of a member by its number, the same at every start. */
export const id = (number: number): string => `016ac53b-ed00-7000-8000-${String(number).padStart(12, '0')}`
