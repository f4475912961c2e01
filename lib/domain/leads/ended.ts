import type { Member } from '../member/member.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import type { JudgedAt, LeadHolder } from './lead.ts'
import { leads } from './leads.ts'
import { entryMethods } from './opens.ts'

/** Whether an identity has ended at its provider. */
export const isEnded = (
  { endedIdentities = [] }: Pick<LeadHolder, 'endedIdentities'>,
  identity: Identity,
): boolean => endedIdentities.some((ended) => sameIdentity(ended, identity))

/** The identities that their providers ended. They go with the account when it is closed or merged into another. */
export const endedByProvider = ({
  endedIdentities = [],
}: Pick<LeadHolder, 'endedIdentities'>): readonly Identity[] =>
  endedIdentities.filter(({ endedBy }) => endedBy !== 'closing')

/**
 * A member with an identity of theirs that has ended. Release 0.1.0 kept it in the identity's claim alone, so such a
 * member does not list it yet.
 */
export const withEndedIdentity = <
  Holder extends Pick<LeadHolder, 'endedIdentities'> & Pick<Member, 'status'>,
>(
  member: Holder,
  { provider, subject }: Identity,
): Holder =>
  isEnded(member, { provider, subject })
    ? member
    : {
        ...member,
        endedIdentities: [
          ...(member.endedIdentities ?? []),
          { provider, subject, endedBy: member.status === 'withdrawn' ? 'closing' : 'provider' },
        ],
      }

/**
 * What an ended identity opens now, for the person who has just signed in with it at the provider: `enter`, or
 * `evidence` beside a lead that lasts. Otherwise a stolen Kakao account would still open the account of a member who
 * had removed it there.
 */
export const opensEnded = (member: LeadHolder, identity: Identity, at: JudgedAt): 'enter' | 'evidence' =>
  leads(member).some(
    (lead) =>
      lead.of === 'ended_identity' &&
      sameIdentity(lead.identity, identity) &&
      entryMethods(lead, member, at).length > 0,
  )
    ? 'enter'
    : 'evidence'
