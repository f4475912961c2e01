import type { Consent } from '../../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../../domain/history/audit.ts'
import type { LinkedIdentity, Member } from '../../../../domain/member/member.ts'

/** A member of the old system, as it is to be here when nobody shares what it has. */
export interface Importation {
  readonly member: Member
  readonly passwordHash?: string
  readonly identities: readonly LinkedIdentity[]
  /** Each with the id of its record: there may be several answers to one set of terms. */
  readonly consents: readonly { readonly id: string; readonly consent: Consent }[]
  readonly event: AuditEvent
}

/** The values that several imported members may have, and then share. */
export const shareable = ['email', 'phone'] as const
export type Shareable = (typeof shareable)[number]

/** What is one person's: of several members the first one has it, and the others are without. */
export const personal = ['ci', 'di'] as const
export type Personal = (typeof personal)[number]

export type ImportAnswer =
  /** `shares`: what other members have as well, so that it is not this member's own. */
  | { readonly kind: 'imported'; readonly shares: readonly (Shareable | Personal)[] }
  /** The member is there already, and is left as it is. */
  | { readonly kind: 'there' }
  /** One of its identities, by its place, leads to somebody else. */
  | { readonly kind: 'identity_taken'; readonly index: number }

export interface Imports {
  /**
   * Makes a member with all that it has, or nothing; one transaction, and another one for each value that turns
   * out to be somebody else's as well.
   */
  add(importation: Importation): Promise<ImportAnswer>
}
