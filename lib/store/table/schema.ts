import type { BlockedValue } from '../../domain/leaving/closing-policy.ts'
import type { IdentityCheckId } from '../../domain/merge/identity-check.ts'
import type { CredentialId } from '../../domain/passkey/passkey.ts'
import { type Identity, isProviderId, isSubject } from '../../domain/values/identity.ts'
import {
  type MemberId,
  oauthRequestOf,
  type PasskeyId,
  type PendingId,
  type SessionId,
} from '../../domain/values/ids.ts'
import type { VerificationId } from '../../domain/values/verification.ts'

/** The table's schema, the one source for the stack, the laptop and the tests. */
export const table = {
  partitionKey: 'PK',
  sortKey: 'SK',
  /** Epoch seconds. DynamoDB deletes late, so readers compare the time too. */
  timeToLive: 'ttl',
  /** The sweep's work list. The index is sparse: only items with something due have these attributes. */
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

/** The partitions of the index: identities to disconnect, members to erase, messages to try again, and those that failed. */
export const duePartitions = {
  identity: 'DUE',
  erasure: 'ERASE',
  message: 'MESSAGE',
  failedMessage: 'FAILED_MESSAGE',
} as const
/** A partition of the index. */
export type DuePartition = (typeof duePartitions)[keyof typeof duePartitions]

/** The attributes that the name index finds members by. */
export type NameIndex = 'name' | 'name+birth'

/** The partition of all members with one name, or one name and birth date. */
export const namePartition = (index: NameIndex, hash: string): string => `NAME#${index}#${hash}`

/** What works once: an OAuth request, a native access token, and a ticket of a visit that has had its effect. */
export type UsedOnce = 'transaction' | 'access_token' | 'ticket'

/** The partition of messages that are sent in order. */
export const messagePartition = (queue: string): string => `MESSAGE#${queue}`

/** The partition of all members who share one contact. */
export const sharedPartition = (kind: string, hash: string): string => `SHARED#${kind}#${hash}`

function onceKey(kind: UsedOnce, id: string): Key {
  return { PK: `ONCE#${kind}#${id}`, SK: 'ONCE' }
}

/**
 * Every key, with the question it answers. Only the last part of a key is free text; the parts before it come
 * from a closed set or are our own ids, so no two things share a key.
 */
export const keys = {
  /** Who is this member? */
  member: (id: MemberId): Key => ({ PK: `MEMBER#${id}`, SK: 'MEMBER' }),
  /** Which identities has this member linked? */
  identity: (id: MemberId, { provider, subject }: Identity): Key => ({
    PK: `MEMBER#${id}`,
    SK: `IDENTITY#${provider}#${subject}`,
  }),
  /** Which passkeys does this member have, and what are their public keys? */
  passkey: (id: MemberId, passkeyId: PasskeyId): Key => ({ PK: `MEMBER#${id}`, SK: `PASSKEY#${passkeyId}` }),
  /** What did the provider of this identity say about the member? */
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
  /** Which member does this identity lead to, and what is its state? */
  identityClaim: ({ provider, subject }: Identity): Key => ({
    PK: `CLAIM#identity#${provider}#${subject}`,
    SK: 'CLAIM',
  }),
  /** Which member does this address, number, CI, DI or login ID lead to? */
  claim: (kind: 'email' | 'phone' | 'ci' | 'di' | 'login_id', value: string): Key => ({
    PK: `CLAIM#${kind}#${value}`,
    SK: 'CLAIM',
  }),
  /** Which passkey of which member has this credential id? */
  passkeyClaim: (credentialId: CredentialId): Key => ({ PK: `CLAIM#passkey#${credentialId}`, SK: 'CLAIM' }),
  /** Who has this name, or this name and birth date? The hash is keyed, so the table reveals no names. */
  name: (index: NameIndex, hash: string, id: MemberId): Key => ({
    PK: namePartition(index, hash),
    SK: `MEMBER#${id}`,
  }),
  /** What did an erased person answer to terms? Nothing leads from the member to the pseudonym. */
  consentRecord: (pseudonym: string, recordId: string): Key => ({
    PK: `RECORD#${pseudonym}`,
    SK: `CONSENT#${recordId}`,
  }),
  /** May the owner of this value join again? The hash is keyed, so the table reveals no values. */
  rejoinBlock: (of: BlockedValue['of'], hash: string): Key => ({
    PK: `REJOIN_BLOCK#${of}#${hash}`,
    SK: 'REJOIN_BLOCK',
  }),
  /**
   * Which of several members have this address or number? The hash is keyed, so the table reveals no
   * contacts.
   */
  shared: (kind: 'email' | 'phone', hash: string, id: MemberId): Key => ({
    PK: sharedPartition(kind, hash),
    SK: `MEMBER#${id}`,
  }),
  /** Is this contact shared at all? */
  sharedMark: (kind: 'email' | 'phone', hash: string): Key => ({
    PK: sharedPartition(kind, hash),
    SK: 'SHARED',
  }),
  /**
   * What is this visit's pending connection? It lies in the record that the visit's OAuth request is used, or, from a build
   * before, in a row of its own.
   */
  pending(id: PendingId): Key {
    const request = oauthRequestOf(id)
    return request === undefined ? { PK: `PENDING#${id}`, SK: 'PENDING' } : onceKey('transaction', request)
  },
  /** Which two accounts may this token merge, and was the question answered? */
  merge: (id: PendingId): Key => ({ PK: `MERGE#${id}`, SK: 'MERGE' }),
  /** Whose identity check is this, and was it used? */
  identityCheck: (id: IdentityCheckId): Key => ({ PK: `IDENTITY_CHECK#${id}`, SK: 'IDENTITY_CHECK' }),
  /** Was this one-time thing used? */
  once: onceKey,
  /** Which address does this code prove, and how often was it tried? */
  code: (id: VerificationId): Key => ({ PK: `CODE#${id}`, SK: 'CODE' }),
  /** What is still to be said, and to whom? */
  message: (queue: string, id: string): Key => ({ PK: messagePartition(queue), SK: `MESSAGE#${id}` }),
  /** Was this member erased? In the table of the ledger. */
  erasedMember: (id: MemberId): Key => ({ PK: `ERASED#${id}`, SK: 'ERASED' }),
  /** What did the courier see last of the sender's identity? */
  mailNote: (): Key => ({ PK: 'MAIL_NOTE', SK: 'MAIL_NOTE' }),
  /** What did the courier see last of the stage? */
  healthNote: (): Key => ({ PK: 'HEALTH_NOTE', SK: 'HEALTH_NOTE' }),
  /** How much was counted under this limit? The key is hashed, so the table reveals no addresses. */
  rate: (limit: string, keyHash: string): Key => ({ PK: `RATE#${limit}#${keyHash}`, SK: 'RATE' }),
} as const

/** The identity of a claim's key; undefined for any other key. */
export function identityOfClaim({ PK }: Key): Identity | undefined {
  const [, provider, subject] = /^CLAIM#identity#([a-z]+)#(.+)$/.exec(PK) ?? []
  return isProviderId(provider) && isSubject(subject) ? { provider, subject } : undefined
}
