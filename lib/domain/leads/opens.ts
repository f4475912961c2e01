import type { ProviderId } from '../values/identity.ts'
import { after } from '../values/lifetimes.ts'
import type { EmailLead, EndedIdentityLead, JudgedAt, Lead, LeadHolder, PhoneLead } from './lead.ts'
import { hasPassword, isUsableAt, leads } from './leads.ts'
import { isOwnContact } from './shared.ts'

/** A login method, named as in the API. */
export type EntryMethod = 'password' | 'email_code' | 'sms_code' | 'login_id' | 'passkey' | ProviderId

/**
 * The worth of a lead in a comparison of members with a visitor. `verified`: counts as verified
 * on the member's side. `claimed`: enough to ask for proof (row 7, or row 9 for a shared
 * contact), never enough for a full match.
 */
export type EvidenceWorth = 'verified' | 'claimed' | 'none'

/** Whether a number may belong to another person by now: the last proof is too old or unknown. */
export const isStale = (
  { provenAt }: { readonly provenAt?: Date },
  { now, recycledAfterSeconds }: JudgedAt,
): boolean => provenAt === undefined || now > after(provenAt, recycledAfterSeconds)

/** Whether a stage offers one of these methods. A provider is offered by its own settings. */
export const isOffered = (
  methods: readonly EntryMethod[],
  { doors, rpId }: Pick<JudgedAt, 'doors' | 'rpId'>,
): boolean =>
  methods.some((method) => {
    switch (method) {
      case 'password':
      case 'login_id':
        return doors.passwordSignIn
      case 'email_code':
        return doors.emailCodeSignIn
      case 'sms_code':
        return doors.smsCodeSignIn
      case 'passkey':
        return rpId !== null
      default:
        return true
    }
  })

/**
 * Whether a lead signs in now and lasts without the member's help. A number does not last, since it becomes
 * stale; shared and unverified contacts do not last either.
 */
export function lasts(lead: Lead, of: LeadHolder, at: JudgedAt): boolean {
  switch (lead.of) {
    case 'identity':
      return true
    case 'ended_identity':
      return lead.endedBy === 'closing'
    case 'passkey':
      return isUsableAt(lead, at.rpId)
    case 'email':
      return isVerifiedEmail(lead, at) && isOffered(['email_code', ...byPassword(lead, of)], at)
    case 'login_id':
      return hasPassword(of) && isOffered(['login_id'], at)
    case 'phone':
    case 'ci':
    case 'di':
      return false
    default:
      return lead satisfies never
  }
}

/** Whether any lead of a member lasts. */
export const hasLastingLead = (of: LeadHolder, at: JudgedAt): boolean =>
  leads(of).some((lead) => lasts(lead, of, at))

/**
 * Whether a contact names its member for a password. An unverified contact of a local member names nobody.
 */
const names = ({ verified, imported, shared }: EmailLead | PhoneLead): boolean =>
  shared === 'no' ? verified || imported : shared === 'few'

/** Whether a lead names the password of its member. */
export const isPasswordName = (lead: Lead, of: LeadHolder): boolean => {
  if (!hasPassword(of)) return false
  return lead.of === 'login_id' || ((lead.of === 'email' || lead.of === 'phone') && names(lead))
}

const byPassword = (lead: EmailLead | PhoneLead, of: LeadHolder): readonly EntryMethod[] =>
  isPasswordName(lead, of) ? ['password'] : []

const isVerifiedEmail = (lead: EmailLead, at: JudgedAt): boolean => lead.verified && isOwnContact(lead, at)

/** Whether a number is verified and proven recently enough, by whoever else in the household as well. */
export const isProvenNumber = (lead: PhoneLead, at: JudgedAt): boolean => lead.verified && !isStale(lead, at)

/** Whether a number is the member's alone, verified, and proven recently enough. */
export const isFreshNumber = (lead: PhoneLead, at: JudgedAt): boolean =>
  isOwnContact(lead, at) && isProvenNumber(lead, at)

/**
 * Whether an ended identity lets its member in. One that ended beside something that lasts never does again by itself:
 * its member may have removed it there because somebody else had got hold of it, and lose the rest later.
 */
function returns({ endedBy }: EndedIdentityLead, of: LeadHolder, at: JudgedAt): boolean {
  switch (endedBy) {
    case 'closing':
      return true
    case 'provider':
      return !hasLastingLead(of, at)
    case 'provider_beside':
      return false
    default:
      return endedBy satisfies never
  }
}

const withoutCode = (lead: Lead, of: LeadHolder, at: JudgedAt): readonly EntryMethod[] => {
  switch (lead.of) {
    case 'identity':
      return [lead.identity.provider]
    case 'ended_identity':
      return returns(lead, of, at) ? [lead.identity.provider] : []
    case 'passkey':
      return ['passkey']
    case 'email':
      return [...byPassword(lead, of), ...(isVerifiedEmail(lead, at) ? (['email_code'] as const) : [])]
    case 'phone':
      return [...byPassword(lead, of), ...(isFreshNumber(lead, at) ? (['sms_code'] as const) : [])]
    case 'login_id':
      return hasPassword(of) ? ['login_id'] : []
    case 'ci':
    case 'di':
      return []
    default:
      return lead satisfies never
  }
}

/**
 * Whether a code to this address recovers the account: an import brought the address and the member, nobody has
 * ever proven anything here, and no other lead lets anybody in, at the doors that the stage has closed either. The reader of the mail then gets the account,
 * and everything else that could open it ends.
 */
export function isRecoverable(lead: Lead, of: LeadHolder, at: JudgedAt): boolean {
  if (lead.of !== 'email' || of.neverProven !== true) return false
  if (lead.verified || !lead.imported || !isOwnContact(lead, at)) return false
  const others = leads(of).filter((other) => other.of !== 'email' || other.value !== lead.value)
  return others.every((other) => withoutCode(other, of, at).length === 0)
}

/**
 * Whether nothing signs a member in, at the doors that the stage has closed either: support unlinked the last identity,
 * or a number has become stale. Only an operator can help such a member.
 */
export const isLockedOut = (of: LeadHolder, at: JudgedAt): boolean =>
  leads(of).every((lead) => withoutCode(lead, of, at).length === 0 && !isRecoverable(lead, of, at))

/** The login methods by which a lead signs its member in now, of those that the stage offers; empty if there are none. */
export function entryMethods(lead: Lead, of: LeadHolder, at: JudgedAt): readonly EntryMethod[] {
  const methods = withoutCode(lead, of, at)
  const all = isRecoverable(lead, of, at) ? [...methods, 'email_code' as const] : methods
  if (lead.of === 'passkey' && !isUsableAt(lead, at.rpId)) return []
  return all.filter((method) => isOffered([method], at))
}

/** The worth of a lead in a comparison of members with a visitor who shows the same value. */
export function evidenceWorth(lead: Lead, at: JudgedAt): EvidenceWorth {
  switch (lead.of) {
    case 'identity':
      return 'verified'
    case 'ended_identity':
      return 'claimed'
    case 'email':
      if (lead.shared !== 'no') return 'claimed'
      return isVerifiedEmail(lead, at) ? 'verified' : lead.verified || lead.imported ? 'claimed' : 'none'
    case 'phone':
      if (lead.shared !== 'no') return 'claimed'
      return isFreshNumber(lead, at) ? 'verified' : isProvenNumber(lead, at) ? 'claimed' : 'none'
    case 'ci':
    case 'di':
      return lead.proven ? 'verified' : 'claimed'
    case 'login_id':
    case 'passkey':
      return 'none'
    default:
      return lead satisfies never
  }
}

/**
 * What a lead opens now: `enter`, `evidence` (it counts when members are compared) or `nothing`. The one rule
 * that sign-in, matching, hints, guards, recovery, release, import and merge derive from.
 */
export function opens(lead: Lead, of: LeadHolder, at: JudgedAt): 'enter' | 'evidence' | 'nothing' {
  if (entryMethods(lead, of, at).length > 0) return 'enter'
  return evidenceWorth(lead, at) === 'none' ? 'nothing' : 'evidence'
}

/** Whether any lead signs the member in now. */
export const canEnter = (of: LeadHolder, at: JudgedAt): boolean =>
  leads(of).some((lead) => entryMethods(lead, of, at).length > 0)
