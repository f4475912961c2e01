import type { Identity } from '../domain/identity.ts'
import type { MemberId, PendingId, SessionId, TicketId } from '../domain/ids.ts'

/** The table, told once: the stack, the laptop and the tests make it from here. */
export const table = {
  partitionKey: 'PK',
  sortKey: 'SK',
  /** Epoch seconds. DynamoDB deletes late: whoever reads compares the time as well. */
  timeToLive: 'ttl',
  /** Identities that the sweep has to look at. Sparse: only a claim with something due has these attributes. */
  dueIndex: {
    name: 'due',
    partitionKey: 'duePK',
    /** Epoch milliseconds, as every time in a row except `ttl`. */
    sortKey: 'dueAt',
  },
} as const

/** A primary key. */
export interface Key {
  readonly PK: string
  readonly SK: string
}

/** The one partition of the sweep's index. */
export const duePartition = 'DUE'

/**
 * Every key, each with the question that it answers. Only the last part of a key is free text, all before it
 * is from a closed set or an id of ours, so no two things can share a key.
 */
export const keys = {
  /** Who is this member? */
  member: (id: MemberId): Key => ({ PK: `MEMBER#${id}`, SK: 'MEMBER' }),
  /** Which identities has this member linked? */
  identity: (id: MemberId, { provider, subject }: Identity): Key => ({
    PK: `MEMBER#${id}`,
    SK: `IDENTITY#${provider}#${subject}`,
  }),
  /** Is this device still signed in? */
  session: (id: MemberId, sessionId: SessionId): Key => ({ PK: `MEMBER#${id}`, SK: `SESSION#${sessionId}` }),
  /** What did this member answer to these terms, and when? */
  consent: (id: MemberId, tag: string, consentId: string): Key => ({
    PK: `MEMBER#${id}`,
    SK: `CONSENT#${tag}#${consentId}`,
  }),
  /** What happened to this member? */
  event: (id: MemberId, eventId: string): Key => ({ PK: `MEMBER#${id}`, SK: `EVENT#${eventId}` }),
  /** Which member does this identity lead to, and where does it stand? */
  identityClaim: ({ provider, subject }: Identity): Key => ({
    PK: `CLAIM#identity#${provider}#${subject}`,
    SK: 'CLAIM',
  }),
  /** Which member does this address, number or CI lead to? */
  claim: (kind: 'email' | 'phone' | 'ci', value: string): Key => ({
    PK: `CLAIM#${kind}#${value}`,
    SK: 'CLAIM',
  }),
  /** What does this visit wait for? */
  pending: (id: PendingId): Key => ({ PK: `PENDING#${id}`, SK: 'PENDING' }),
  /** What did the redirect visit decide? */
  ticket: (id: TicketId): Key => ({ PK: `TICKET#${id}`, SK: 'TICKET' }),
  /** Was this one-time thing used? */
  once: (kind: 'transaction' | 'access_token', id: string): Key => ({ PK: `ONCE#${kind}#${id}`, SK: 'ONCE' }),
} as const
