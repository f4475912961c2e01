import type { EndedIdentity, Member } from '../member/member.ts'
import type { CiHash, ContactKind, DiHash, Email, Phone } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { PasskeyId } from '../values/ids.ts'
import type { Doors } from '../values/verification.ts'

/** The part of a member that its leads are derived from. */
export type LeadHolder = Pick<
  Member,
  | 'ways'
  | 'email'
  | 'phone'
  | 'otherEmails'
  | 'otherPhones'
  | 'ci'
  | 'di'
  | 'identityUnproven'
  | 'neverProven'
  | 'endedIdentities'
  | 'loginId'
>

/** The time of a judgement, and the stage's rules for leads. */
export interface JudgedAt {
  readonly now: Date
  readonly recycledAfterSeconds: number
  /** The kinds of contact that several members may have. */
  readonly sharedContacts: readonly ContactKind[]
  /** The sign-ins that the stage offers. */
  readonly doors: Doors
  /** The domain of the stage's passkeys. Null: it signs nobody in by passkeys. */
  readonly rpId: string | null
}

/** The trust in a contact, as the rule needs it. */
interface ContactTrust {
  readonly verified: boolean
  /** An import brought the value, which was not verified there. */
  readonly imported: boolean
  /** Several members have the value. `too_many`: more than three, so the value names nobody. */
  readonly shared: 'no' | 'few' | 'too_many'
}

/** The member's own contact, or a verified one from a merged account. */
type ContactRank = 'primary' | 'secondary'

/** An identity whose connection at its provider has ended. */
export interface EndedIdentityLead extends Pick<EndedIdentity, 'endedBy'> {
  readonly of: 'ended_identity'
  readonly identity: Identity
}

/** A passkey, with the domain that it belongs to. */
export interface PasskeyLead {
  readonly of: 'passkey'
  readonly id: PasskeyId
  readonly rpId?: string
}

/** A value that may lead to a member. `opens` decides its effect. */
export type Lead =
  | { readonly of: 'identity'; readonly identity: Identity }
  | EndedIdentityLead
  | PasskeyLead
  | ({ readonly of: 'email'; readonly value: Email; readonly rank: ContactRank } & ContactTrust)
  | ({
      readonly of: 'phone'
      readonly value: Phone
      readonly rank: ContactRank
      readonly provenAt?: Date
    } & ContactTrust)
  | { readonly of: 'login_id'; readonly value: string }
  | { readonly of: 'ci'; readonly value: CiHash; readonly proven: boolean }
  | { readonly of: 'di'; readonly value: DiHash; readonly proven: boolean }

export type EmailLead = Extract<Lead, { of: 'email' }>
export type PhoneLead = Extract<Lead, { of: 'phone' }>
export type ContactLead = EmailLead | PhoneLead
