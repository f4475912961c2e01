import type { MemberStatus } from '../../domain/member/member.ts'
import type { Birth } from '../../domain/values/evidence.ts'
import type { ProviderId } from '../../domain/values/identity.ts'

/** A member whom the made-up service had long before it knew of any provider. What is left out, it does not know. */
export interface OldMember {
  /** UUIDv7; the same at every start, so that nobody comes twice. */
  readonly id: string
  readonly name: string
  readonly email?: { readonly address: string; readonly verified: boolean }
  /** E.164; the service verified every number that it has, and keeps asking. */
  readonly phone?: string
  /** It has not asked about this one for years: the number may be somebody else's by now. */
  readonly hasOldNumber?: true
  readonly birth?: Birth
  /** As an identity check tells it; only its keyed hash is stored. */
  readonly ci?: string
  readonly hasPassword?: true
  /** Default: active. */
  readonly status?: MemberStatus
  /** The accounts at providers that the member linked long ago, by their subjects. */
  readonly linked?: Readonly<Partial<Record<ProviderId, string>>>
  /** What the member is there for. */
  readonly note: Readonly<Record<'ko' | 'en', string>>
}

/** An address that the service has verified. */
export const verified = (address: string) => ({ address, verified: true })
export const neverVerified = (address: string) => ({ address, verified: false })
/** The same at every start. */
export const id = (number: number): string => `016ac53b-ed00-7000-8000-${String(number).padStart(12, '0')}`
