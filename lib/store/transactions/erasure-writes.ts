import type { AuditEvent } from '../../domain/history/audit.ts'
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
import { consentRow, eventRow, eventWrite } from '../rows/member/history.ts'
import { memberRow } from '../rows/member/member.ts'
import { renamedWrites } from '../rows/member/name.ts'
import { rejoinBlockWrite } from '../rows/member/rejoin-block.ts'
import { kindOf, readRow } from '../rows/row.ts'
import type { Write } from '../table/expressions.ts'
import type { Key } from '../table/schema.ts'
import { claimsOf, namelessOf } from './merge-writes.ts'

/** Writes that only make sense together. */
export type Step = readonly Write[]

/** A member on the way to being erased, as it is at this moment. */
export interface Erasing {
  readonly member: Member
  readonly pseudonym: string
  /** Until when the person may not join again; absent where that time is over, or never was. */
  readonly rejoinBlockedUntil?: Date
  /** Those who went into the member, and into them, and who are not erased yet. */
  readonly tombstones: readonly Member[]
  /** The member's partition, and theirs. */
  readonly rows: readonly { readonly key: Key; readonly item: unknown }[]
  /** Identities that still lead to the member. */
  readonly claims: readonly IdentityClaim[]
  readonly now: Date
  readonly event: AuditEvent
  /** An id that nothing else in the table has. */
  readonly freshId: () => string
}

/**
 * All that erasing a member still has to write, in an order in which each step may be the last one for now: first
 * the identities that its history names, then what is left of those who went into it, then the rows of all of them,
 * at last what it is known by, with itself.
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
    leftWrite({ state, shared }, identity, member.id, now),
    ...rejoinBlocks.map((bar) => rejoinBlockWrite(hashes, bar, rejoinBlockedUntil ?? new Date(0))),
  ]
}

/** What becomes of an identity that led to the member: whatever its provider has not ended yet, the sweep goes on with. */
function leftWrite(
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

/** A tombstone has a history of its own, which says that it was erased. */
function tombstoneStep({ now, freshId }: Erasing, tombstone: Member): Step {
  const { id, mergedInto } = tombstone
  if (mergedInto === undefined) throw new Error('a tombstone names its survivor')
  return [
    erasedTombstoneWrite(tombstone, mergedInto, now),
    eventWrite({ id }, { id: freshId(), type: 'member.erased', at: now }),
  ]
}

/** What is no answer to terms, no event and not the member itself tells of the person and goes, whatever it is. */
function rowStep({ pseudonym, freshId }: Erasing, key: Key, item: unknown): readonly Step[] {
  switch (kindOf(item)) {
    case memberRow.kind:
      return []
    case eventRow.kind: {
      const { identity, externalId, consents } = readRow(eventRow, item)
      const tells = identity !== undefined || externalId !== undefined || consents !== undefined
      return tells ? [[strippedEventWrite(key)]] : []
    }
    case consentRow.kind: {
      const record = consentRecordWrite(pseudonym, freshId(), readRow(consentRow, item))
      return [[record, forgottenWrite(key)]]
    }
    default:
      return [[forgottenWrite(key)]]
  }
}

function lastStep({ member, pseudonym, rejoinBlockedUntil, now, event }: Erasing, hashes: KeyedHashes): Step {
  const rejoinBlocks = rejoinBlockedUntil === undefined ? [] : blockedValuesOfMember(member)
  return [
    erasedMemberWrite(member, pseudonym, now),
    ...claimsOf(member).map(({ of, value }) => freedClaimWrite(of, value, member.id)),
    ...Object.values(renamedWrites(hashes, member, namelessOf(member))),
    ...rejoinBlocks.map((bar) => rejoinBlockWrite(hashes, bar, rejoinBlockedUntil ?? new Date(0))),
    eventWrite({ id: member.id }, event),
  ]
}
