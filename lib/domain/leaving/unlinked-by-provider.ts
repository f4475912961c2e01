import type { JudgedAt, LeadHolder } from '../leads/lead.ts'
import { hasLastingLead } from '../leads/opens.ts'
import { withoutIdentity } from '../leads/without.ts'
import type { Member, Session } from '../member/member.ts'
import { survivingSessions } from '../session/surviving-sessions.ts'
import type { Identity } from '../values/identity.ts'

/** The effect of an identity's end at its provider on its member. */
export interface UnlinkByProviderEffect {
  /** No lead that lasts remains, so the ended identity still signs its member in. */
  readonly isLast: boolean
  /** The sessions that do not end with the identity. */
  readonly survivors: readonly Session[]
}

/** Decides what ends with an identity: the sessions that the identity opened. */
export const unlinkByProviderEffect = (
  member: LeadHolder & Pick<Member, 'status' | 'credentialsVersion'>,
  sessions: readonly Session[],
  identity: Identity,
  at: JudgedAt,
): UnlinkByProviderEffect => ({
  isLast: !hasLastingLead(withoutIdentity(member, identity), at),
  survivors: survivingSessions(identity, member, sessions, at.now),
})
