import type { AuditEvent } from '../../domain/history/audit.ts'
import { claimedValues } from '../../domain/leads/claimed.ts'
import { blockedValuesOfMember } from '../../domain/leaving/closing-policy.ts'
import type { Member } from '../../domain/member/member.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { freedClaimWrite } from '../rows/claim.ts'
import { unlinkedClaimWrite } from '../rows/identity/identity-ending.ts'
import {
  consentRecordWrite,
  disownedClaimWrite,
  erasedClaimWrite,
  erasedMemberWrite,
  erasedTombstoneWrite,
  forgottenWrite,
  strippedEventWrite,
} from '../rows/member/erasure.ts'
import { consentsIn, eventRow, eventWrite } from '../rows/member/history.ts'
import { memberRow } from '../rows/member/member.ts'
import { renamedWrites } from '../rows/member/name.ts'
import { rejoinBlockWrite } from '../rows/member/rejoin-block.ts'
import { sharedEntryWrites } from '../rows/member/shared.ts'
import { freedPasskeyClaimWrite, passkeyRow } from '../rows/passkey.ts'
import { kindOf, readRow } from '../rows/row.ts'
import type { Write } from '../table/expressions.ts'
import type { Key } from '../table/schema.ts'
import { namelessOf } from './merge-writes.ts'

/** Writes that belong in one transaction. */
export type Step = readonly Write[]

/** A member being erased, as currently read. */
export interface Erasing {
  readonly member: Member
  readonly pseudonym: string
  /** When the person may join again. Absent for a time in the past, or none. */
  readonly rejoinBlockedUntil?: Date
  /** The members merged into this one, directly or indirectly, that are not erased yet. */
  readonly tombstones: readonly Member[]
  /** The rows of the member and of those merged into it, and the messages to them. */
  readonly rows: readonly { readonly key: Key; readonly item: unknown }[]
  /** The identities that still lead to the member. */
  readonly claims: readonly IdentityClaim[]
  readonly now: Date
  readonly event: AuditEvent
  /** Creates an id that is unique in the table. */
  readonly freshId: () => string
}

/**
 * The steps that are left of erasing a member. The work may stop after any step: first the identities in the
 * history, then the tombstones of merged members, then all rows, and last the claims together with the
 * member.
 */
export function erasureSteps(erasing: Erasing, hashes: KeyedHashes): readonly Step[] {
  return [
    ...erasing.claims.map((claim) => identityStep(erasing, hashes, claim)),
    ...erasing.tombstones.map((tombstone) => tombstoneStep(erasing, tombstone)),
    ...erasing.rows.flatMap(({ key, item }) => rowStep(erasing, key, item)),
    lastStep(erasing, hashes),
  ]
}

function identityStep(
  { member, rejoinBlockedUntil, now }: Erasing,
  hashes: KeyedHashes,
  { state, shared = true, provider, subject }: IdentityClaim,
): Step {
  const identity: Identity = { provider, subject }
  const rejoinBlocks = rejoinBlockedUntil === undefined ? [] : blockedValuesOfMember({}, [identity])
  return [
    identityWrite({ state, shared }, identity, member.id, now),
    ...rejoinBlocks.map((blocked) => rejoinBlockWrite(hashes, blocked, rejoinBlockedUntil ?? new Date(0))),
  ]
}

/**
 * The write for an identity of the member. The sweep continues with an identity that its provider has not
 * ended.
 */
function identityWrite(
  { state, shared }: { readonly state: IdentityClaim['state']; readonly shared: boolean },
  identity: Identity,
  owner: Member['id'],
  now: Date,
): Write {
  switch (state) {
    case 'disconnecting':
      return disownedClaimWrite(identity, owner)
    case 'linked':
      return unlinkedClaimWrite(identity, owner, now, shared)
    case 'unlinked_by_provider':
    case 'pending':
    case 'not_revocable':
      return erasedClaimWrite(identity, owner)
    default:
      return state satisfies never
  }
}

/** A tombstone has its own history, which records the erasure. */
function tombstoneStep({ now, freshId }: Erasing, tombstone: Member): Step {
  const { id, mergedInto } = tombstone
  if (mergedInto === undefined) throw new Error('a tombstone names its survivor')
  return [
    erasedTombstoneWrite(tombstone, mergedInto, now),
    eventWrite({ id }, { id: freshId(), type: 'member.erased', at: now }),
  ]
}

/** Deletes a row, unless it is an event or the member itself. Its consents stay on record. */
function rowStep({ member, pseudonym, freshId }: Erasing, key: Key, item: unknown): readonly Step[] {
  const records = consentsIn([item]).map((consent) => consentRecordWrite(pseudonym, freshId(), consent))
  switch (kindOf(item)) {
    case memberRow.kind:
      return []
    case eventRow.kind: {
      const { identity, externalId, consents } = readRow(eventRow, item)
      const isPersonal = identity !== undefined || externalId !== undefined || consents !== undefined
      return isPersonal ? [[...records, strippedEventWrite(key)]] : []
    }
    case passkeyRow.kind: {
      const { credentialId } = readRow(passkeyRow, item)
      return [[forgottenWrite(key), freedPasskeyClaimWrite(member.id, credentialId)]]
    }
    default:
      return [[...records, forgottenWrite(key)]]
  }
}

function lastStep({ member, pseudonym, rejoinBlockedUntil, now, event }: Erasing, hashes: KeyedHashes): Step {
  const rejoinBlocks = rejoinBlockedUntil === undefined ? [] : blockedValuesOfMember(member)
  return [
    erasedMemberWrite(member, pseudonym, now),
    ...claimedValues(member).map(({ of, value }) => freedClaimWrite(of, value, member.id)),
    ...Object.values(renamedWrites({ hashes, indexes: [] }, member, namelessOf(member))),
    ...Object.values(sharedEntryWrites(hashes, member, undefined)),
    ...rejoinBlocks.map((blocked) => rejoinBlockWrite(hashes, blocked, rejoinBlockedUntil ?? new Date(0))),
    eventWrite({ id: member.id }, event),
  ]
}
