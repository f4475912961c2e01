import type { BlockedValue } from '../../domain/leaving/closing-policy.ts'
import type { IdentityCheckId } from '../../domain/merge/identity-check.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId, PendingId, SessionId, TicketId } from '../../domain/values/ids.ts'
import type { VerificationId, VerificationPurpose } from '../../domain/values/verification.ts'

/** The table, told once: the stack, the laptop and the tests make it from here. */
export const table = {
  partitionKey: 'PK',
  sortKey: 'SK',
  /** Epoch seconds. DynamoDB deletes late: whoever reads compares the time as well. */
  timeToLive: 'ttl',
  /** What the sweep has to look at. Sparse: only an item with something due has these attributes. */
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

/** The partitions of the sweep's index: identities that are to be ended, and members who are to be erased. */
export const duePartitions = { identity: 'DUE', erasure: 'ERASE' } as const
export type DuePartition = (typeof duePartitions)[keyof typeof duePartitions]

/** What the name index looks members up by. */
export type NameIndex = 'name' | 'name+birth'

/** All members of one name, or of one name and birth date. */
export const namePartition = (index: NameIndex, hash: string): string => `NAME#${index}#${hash}`

/** All members who share one value. */
export const sharedPartition = (kind: string, hash: string): string => `SHARED#${kind}#${hash}`

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
  /** What did the provider of this identity tell of the member? */
  profile: (id: MemberId, { provider, subject }: Identity): Key => ({
    PK: `MEMBER#${id}`,
    SK: `PROFILE#${provider}#${subject}`,
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
  /** Which member does this address, number, CI or DI lead to? */
  claim: (kind: 'email' | 'phone' | 'ci' | 'di', value: string): Key => ({
    PK: `CLAIM#${kind}#${value}`,
    SK: 'CLAIM',
  }),
  /** Who has this name, or this name and birth date? The hash is keyed: names cannot be read off the table. */
  name: (index: NameIndex, hash: string, id: MemberId): Key => ({
    PK: namePartition(index, hash),
    SK: `MEMBER#${id}`,
  }),
  /** What did somebody who has been erased answer to terms? Nothing leads from the member to the pseudonym. */
  consentRecord: (pseudonym: string, recordId: string): Key => ({
    PK: `RECORD#${pseudonym}`,
    SK: `CONSENT#${recordId}`,
  }),
  /** May whoever has this join again? The hash is keyed: nobody can be read off it. */
  bar: (of: BlockedValue['of'], hash: string): Key => ({ PK: `BAR#${of}#${hash}`, SK: 'BAR' }),
  /** Who of several has this address or number? The hash is keyed: none can be read off the table. */
  shared: (kind: 'email' | 'phone', hash: string, id: MemberId): Key => ({
    PK: sharedPartition(kind, hash),
    SK: `MEMBER#${id}`,
  }),
  /** Is this value shared at all? */
  sharedMark: (kind: 'email' | 'phone', hash: string): Key => ({
    PK: sharedPartition(kind, hash),
    SK: 'SHARED',
  }),
  /** What does this visit wait for? */
  pending: (id: PendingId): Key => ({ PK: `PENDING#${id}`, SK: 'PENDING' }),
  /** Which two accounts may this token make one, and was that answered? */
  merge: (id: PendingId): Key => ({ PK: `MERGE#${id}`, SK: 'MERGE' }),
  /** Whose check of who they are is this, and was it used? */
  identityCheck: (id: IdentityCheckId): Key => ({ PK: `IDENTITY_CHECK#${id}`, SK: 'IDENTITY_CHECK' }),
  /** What did the redirect visit decide? */
  ticket: (id: TicketId): Key => ({ PK: `TICKET#${id}`, SK: 'TICKET' }),
  /** Was this one-time thing used? */
  once: (kind: 'transaction' | 'access_token', id: string): Key => ({ PK: `ONCE#${kind}#${id}`, SK: 'ONCE' }),
  /** Which address does this code prove, and how often was it tried? */
  code: (id: VerificationId): Key => ({ PK: `CODE#${id}`, SK: 'CODE' }),
  /** Which code is the newest one of this address for this purpose? */
  newestCode: (purpose: VerificationPurpose, addressHash: string): Key => ({
    PK: `CODE#newest#${purpose}#${addressHash}`,
    SK: 'CODE',
  }),
  /** How often did this happen in this window of time? The key is hashed: addresses cannot be read off it. */
  rate: (limit: string, keyHash: string, window: number): Key => ({
    PK: `RATE#${limit}#${keyHash}#${window}`,
    SK: 'RATE',
  }),
} as const
