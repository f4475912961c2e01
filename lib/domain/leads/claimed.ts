import type { OwnContact } from '../member/member.ts'
import type { CiHash, DiHash, Email, Phone } from '../values/evidence.ts'
import { loginIdKey } from '../values/login-id.ts'
import type { LeadHolder } from './lead.ts'
import { leads } from './leads.ts'

/** A value that leads to one member, apart from identities. */
export type ClaimedValue =
  | { readonly of: 'email'; readonly value: Email }
  | { readonly of: 'phone'; readonly value: Phone }
  | { readonly of: 'ci'; readonly value: CiHash }
  | { readonly of: 'di'; readonly value: DiHash }
  | { readonly of: 'login_id'; readonly value: string }

/** Whether a stored contact is claimed by its member: nobody shares it, and it is verified or imported. */
export const isClaimedContact = ({
  verified,
  imported,
  shared,
}: Pick<OwnContact<unknown>, 'verified' | 'imported' | 'shared'>): boolean =>
  shared === undefined && (verified || imported === true)

/** Whether a stored contact is verified; `false` without one. */
export const isVerifiedContact = (contact: Pick<OwnContact<unknown>, 'verified'> | undefined): boolean =>
  contact?.verified === true

/** Whether a stored contact has this value, and nobody has verified it. */
export const isUnverifiedContact = <Value>(contact: OwnContact<Value>, value: Value): boolean =>
  contact.value === value && !contact.verified && contact.shared === undefined

/**
 * The values that a member claims: verified ones and imported ones. Values that a person typed
 * or a provider reported unverified are stored on the member without a claim, and values shared
 * by several members belong to nobody.
 */
export const claimedValues = (member: LeadHolder): readonly ClaimedValue[] =>
  leads(member).flatMap((lead): ClaimedValue[] => {
    switch (lead.of) {
      case 'email':
      case 'phone': {
        const isOwn = lead.shared === 'no' && (lead.verified || lead.imported)
        if (!isOwn) return []
        return lead.of === 'email'
          ? [{ of: 'email', value: lead.value }]
          : [{ of: 'phone', value: lead.value }]
      }
      case 'ci':
        return [{ of: 'ci', value: lead.value }]
      case 'di':
        return [{ of: 'di', value: lead.value }]
      case 'login_id':
        return [{ of: 'login_id', value: loginIdKey(lead.value) }]
      case 'identity':
      case 'ended_identity':
      case 'passkey':
        return []
      default:
        return lead satisfies never
    }
  })
