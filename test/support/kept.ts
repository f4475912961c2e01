import type { AuditEvent } from '../../lib/domain/history/audit.ts'
import type { ReturningMember } from '../../lib/domain/leaving/reactivation.ts'
import type { LinkedIdentity, Member, Session } from '../../lib/domain/member/member.ts'
import type { MergeQuestion } from '../../lib/domain/merge/merge.ts'
import type { Identity } from '../../lib/domain/values/identity.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import type {
  IdentityClaim,
  PendingConnection,
  PendingEnd,
  Ticket,
} from '../../lib/domain/visit/pending-connection.ts'
import type { SealedToken, StoredProviderToken } from '../../lib/domain/visit/provider-token.ts'
import type { ConsumedPending, Once, Registration } from '../../lib/flows/ports/store.ts'

/** All that is kept, in maps that a story can look into and change. */
export interface Kept {
  readonly claims: Map<string, IdentityClaim>
  readonly members: Map<MemberId, Member>
  readonly identities: Map<MemberId, LinkedIdentity[]>
  readonly sessions: Map<string, Session>
  readonly pending: Map<string, { readonly pending: PendingConnection; readonly end?: PendingEnd }>
  readonly tickets: Map<string, Ticket>
  readonly questions: Map<string, { readonly question: MergeQuestion; readonly answered: boolean }>
  /** Ids of transactions and hashes of access tokens that did their work. */
  readonly used: Set<string>
  readonly registrations: Registration[]
  /** Identities whose person connected again while they were ended. */
  readonly reconnected: Set<string>
  /** What is left of members who are erased, by what and value. */
  readonly rejoinBlocks: Map<string, Date>
  /** From when a withdrawn member may join again. */
  readonly rejoinFrom: Map<MemberId, Date>
  /** Pauses of members, and the newest mail of each. */
  readonly pauses: Map<MemberId, Pick<ReturningMember, 'deactivationId' | 'invitation'>>
  /** What happened to members who paused and came back. */
  readonly events: AuditEvent[]
}

export const nothingKept = (): Kept => ({
  claims: new Map(),
  members: new Map(),
  identities: new Map(),
  sessions: new Map(),
  pending: new Map(),
  tickets: new Map(),
  questions: new Map(),
  used: new Set(),
  registrations: [],
  reconnected: new Set(),
  rejoinBlocks: new Map(),
  rejoinFrom: new Map(),
  pauses: new Map(),
  events: [],
})

export const nameOf = ({ provider, subject }: Identity): string => `${provider}:${subject}`

/** What these stories never ask for: whoever does is told so. */
export const unasked = (): never => {
  throw new Error('this world of plain objects has no such thing')
}

/** What an effect uses up, if it has not been used: nothing, a visit's transaction, or a visit that waited. */
export type UsedUp = Once | ConsumedPending | 'written_before'

function marksOf(usedUp: UsedUp): readonly string[] {
  if (usedUp === 'written_before') return []
  if ('pendingId' in usedUp) return [`${usedUp.pendingId} ${usedUp.tokenId}`]
  return [usedUp.transactionId, ...(usedUp.accessToken ? [usedUp.accessToken.hash] : [])]
}
/** Whether an effect has nothing left to use up. */
export const wasUsed = ({ used }: Kept, usedUp: UsedUp): boolean =>
  marksOf(usedUp).some((mark) => used.has(mark))
export const use = ({ used }: Kept, usedUp: UsedUp): void => {
  for (const mark of marksOf(usedUp)) used.add(mark)
}

/** Whether an identity may be marked as waiting or as being ended. */
export const isOpen = (claim: IdentityClaim | undefined): boolean =>
  claim === undefined || claim.state === 'pending'

/** What is kept with a claim after a visit: what lasts takes the place of what was there. */
export function keptWith(
  claim: IdentityClaim | undefined,
  storedToken: StoredProviderToken | undefined,
): { readonly kept?: SealedToken } {
  const kept = storedToken?.durable ? storedToken.sealed : (claim?.kept ?? storedToken?.sealed)
  return kept === undefined ? {} : { kept }
}

/** Keeps what a visit of a linked identity leaves. */
export function keepOn(
  { claims }: Kept,
  identity: Identity,
  storedToken: StoredProviderToken | undefined,
): void {
  const claim = claims.get(nameOf(identity))
  if (claim !== undefined && storedToken?.durable) {
    claims.set(nameOf(identity), { ...claim, ...keptWith(claim, storedToken) })
  }
}
