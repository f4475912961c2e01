import type { Agreement } from '../consent/agreement.ts'
import { memberEvidence } from '../leads/evidence.ts'
import type { JudgedAt, LeadHolder } from '../leads/lead.ts'
import { hasLeft, type Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { Birth } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'
import type { Candidate, MemberSummary, Visitor } from './facts.ts'
import type { MemberVisitor } from './oauth-request.ts'

/** A member that evidence may point to, as it was read: with all leads, and what a hint and a link need. */
export interface KnownMember extends LeadHolder, Omit<MemberSummary, keyof LeadHolder> {
  readonly name?: string
  readonly birth?: Birth
  /** The date from which a withdrawn member may join again; absent after that date. */
  readonly rejoinFrom?: Date
  /** Shows later changes. */
  readonly version: number
  readonly credentialsVersion: number
  readonly createdAt: Date
  readonly locale: Locale
  /** The required terms that the member has agreed to. */
  readonly agreements?: readonly Agreement[]
}

/** What of a member is compared with a visitor's evidence at this time. */
export function candidateOf(known: KnownMember, at: JudgedAt): Candidate {
  const { id, externalId, status, restorableUntil, ci, di, identityUnproven, name, birth, rejoinFrom } = known
  return {
    id,
    status,
    ...defined({ externalId, ci, di, identityUnproven, name, birth, rejoinFrom }),
    ...(hasLeft(known, at.now) ? { hasLeft: true } : defined({ restorableUntil })),
    ...memberEvidence(known, at),
  }
}

/**
 * The part of a signed-in member that is compared with the person behind a new identity. The later write checks the
 * status, so the member counts as active.
 */
const comparedMember = ({ id, version, ci, di, identityUnproven }: Member): MemberSummary => ({
  id,
  version,
  status: 'active',
  ...defined({ ci, di, identityUnproven }),
})

/** Who visits. `compared` is the signed-in member, where the person behind a new identity is compared with it. */
export function visitorOf(visitor: MemberVisitor | undefined, compared?: Member): Visitor {
  if (visitor === undefined) return { kind: 'anonymous' }
  const { intent, memberId: id } = visitor
  return { kind: 'member', intent, member: compared ? comparedMember(compared) : { id, status: 'active' } }
}
