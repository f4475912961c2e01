import type { AuditEvent } from '../../lib/domain/history/audit.ts'
import type { ReturningMember } from '../../lib/domain/leaving/reactivation.ts'
import type { FormerIdentity, LinkedIdentity, Member, Session } from '../../lib/domain/member/member.ts'
import type { MergeQuestion } from '../../lib/domain/merge/merge.ts'
import type { NewMessage } from '../../lib/domain/message/message.ts'
import type { Identity } from '../../lib/domain/values/identity.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import type {
  IdentityClaim,
  PendingConnection,
  PendingEnd,
} from '../../lib/domain/visit/pending-connection.ts'
import type { SealedToken, StoredProviderToken } from '../../lib/domain/visit/provider-token.ts'
import type {
  ConsumedPending,
  Once,
  Registration,
  TicketUse,
  VisitTrace,
} from '../../lib/flows/ports/store.ts'

/** All stored data, in maps that a story can read and change. */
export interface Kept {
  readonly claims: Map<string, IdentityClaim>
  readonly members: Map<MemberId, Member>
  readonly identities: Map<MemberId, (LinkedIdentity | FormerIdentity)[]>
  readonly sessions: Map<string, Session>
  readonly pending: Map<
    string,
    { readonly pending: PendingConnection; readonly end?: PendingEnd; readonly changes?: number }
  >
  readonly questions: Map<string, { readonly question: MergeQuestion; readonly answered: boolean }>
  /** Ids of used OAuth requests and tickets, and hashes of used access tokens. */
  readonly used: Set<string>
  /** Ids of OAuth requests that the provider has refused. */
  readonly refused: Set<string>
  /** What requests left for others of the same visit. */
  readonly traces: Map<string, VisitTrace>
  readonly registrations: Registration[]
  /** Identities whose person connected again during the disconnection. */
  readonly reconnected: Set<string>
  /** The remains of erased members, by kind and value. */
  readonly rejoinBlocks: Map<string, Date>
  /** The date from which a withdrawn member may rejoin. */
  readonly rejoinFrom: Map<MemberId, Date>
  /** The deactivations of members, and the newest mail of each. */
  readonly pauses: Map<MemberId, Pick<ReturningMember, 'deactivationId' | 'invitation'>>
  /** The events of members who paused and reactivated. */
  readonly events: AuditEvent[]
  /** The messages that transactions left. */
  readonly messages: NewMessage[]
}

export const nothingKept = (): Kept => ({
  claims: new Map(),
  members: new Map(),
  identities: new Map(),
  sessions: new Map(),
  pending: new Map(),
  questions: new Map(),
  used: new Set(),
  refused: new Set(),
  traces: new Map(),
  registrations: [],
  reconnected: new Set(),
  rejoinBlocks: new Map(),
  rejoinFrom: new Map(),
  pauses: new Map(),
  events: [],
  messages: [],
})

const readers = new WeakMap<Kept, (message: NewMessage) => void>()
/** Reads each message that a transaction leaves from now on. */
export const readMessages = (kept: Kept, read: (message: NewMessage) => void): void =>
  void readers.set(kept, read)

/** Leaves the messages of a transaction. */
export function leave(kept: Kept, messages: readonly NewMessage[] = []): void {
  kept.messages.push(...messages)
  for (const message of messages) readers.get(kept)?.(message)
}

const isFormer = (identity: LinkedIdentity | FormerIdentity): identity is FormerIdentity =>
  'endedAt' in identity

/** The linked and the ended identities of a member. */
export function listed({ identities }: Kept, id: MemberId) {
  const all = identities.get(id) ?? []
  return { identities: all.filter((one) => !isFormer(one)), ended: all.filter(isFormer) }
}

/** A member without an ended identity. */
export const withoutEnded = (member: Member, identity: Identity): Member => ({
  ...member,
  endedIdentities: (member.endedIdentities ?? []).filter((one) => nameOf(one) !== nameOf(identity)),
})

/** The identities of a member without one of them. */
export const unlisted = ({ identities }: Kept, id: MemberId, identity: Identity) =>
  (identities.get(id) ?? []).filter((one) => nameOf(one) !== nameOf(identity))

export const nameOf = ({ provider, subject }: Identity): string => `${provider}:${subject}`

/** The ports that these stories never use. A call throws. */
export const unasked = (): never => {
  throw new Error('this world of plain objects has no such thing')
}

/** The record that an effect consumes, if unused: nothing, an OAuth request, a ticket, or a pending visit. */
export type UsedUp = Once | TicketUse | ConsumedPending | 'written_before'

function marksOf(usedUp: UsedUp): readonly string[] {
  if (usedUp === 'written_before') return []
  if ('of' in usedUp) return [usedUp.of === 'transaction' ? usedUp.id : `ticket ${usedUp.id}`]
  if ('pendingId' in usedUp) {
    return [`${usedUp.pendingId} ${usedUp.tokenId}`, ...marksOf(usedUp.ticket ?? 'written_before')]
  }
  return [usedUp.transactionId, ...(usedUp.accessToken ? [usedUp.accessToken.hash] : [])]
}
/** Whether an effect has nothing left to consume. */
export const wasUsed = ({ used }: Kept, usedUp: UsedUp): boolean =>
  marksOf(usedUp).some((mark) => used.has(mark))
export const use = ({ used, traces }: Kept, usedUp: UsedUp): void => {
  for (const mark of marksOf(usedUp)) used.add(mark)
  if (typeof usedUp !== 'object' || !('transactionId' in usedUp) || usedUp.trace === undefined) return
  traces.set(usedUp.transactionId, { ...usedUp.trace, refused: false })
}

/** Whether an identity may be marked as pending or as disconnecting. */
export const isOpen = (claim: IdentityClaim | undefined): boolean =>
  claim === undefined || claim.state === 'pending'

/** The same for a member, who may link an ended identity of its own again. */
export const isOpenTo = (owner: MemberId, claim: IdentityClaim | undefined): boolean =>
  isOpen(claim) || (claim?.state === 'unlinked_by_provider' && claim.memberId === owner)

/** The stored token of a claim after a visit: a durable token replaces the earlier one. */
export function keptWith(
  claim: IdentityClaim | undefined,
  storedToken: StoredProviderToken | undefined,
): { readonly kept?: SealedToken } {
  const kept = storedToken?.durable ? storedToken.sealed : (claim?.kept ?? storedToken?.sealed)
  return kept === undefined ? {} : { kept }
}

/** Ends all sessions of a member but these, which carry the member's next version. */
export function surviveOnly(
  { members, sessions }: Kept,
  id: MemberId,
  survivors: readonly Pick<Session, 'id'>[],
) {
  const member = members.get(id)
  if (member === undefined) throw new Error('there is no such member')
  const credentialsVersion = member.credentialsVersion + 1
  members.set(id, { ...member, credentialsVersion })
  for (const survivor of survivors) {
    const session = sessions.get(survivor.id)
    if (session !== undefined) sessions.set(session.id, { ...session, credentialsVersion })
  }
}

/** Stores the token of a visit of a linked identity. */
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
