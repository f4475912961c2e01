import { defined } from '../domain/values/defined.ts'
import { type Identity, sameIdentity } from '../domain/values/identity.ts'
import { isMemberId, type MemberId } from '../domain/values/ids.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import type { IdentityClaim } from '../domain/visit/pending-connection.ts'
import type { Erasures } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import type { ErasureLedger } from './ledger/erasure-ledger.ts'
import { type MergedMember, mergedInto, partitionOf } from './merged-members.ts'
import { linkedIdentityRow } from './rows/identity/identity.ts'
import { identityClaimRow } from './rows/identity/identity-claim.ts'
import { erasedRow, erasingRow, takeErasureWrite } from './rows/member/erasure.ts'
import { eventRow } from './rows/member/history.ts'
import { memberRow } from './rows/member/member.ts'
import { kindOf, readRow } from './rows/row.ts'
import type { Write } from './table/expressions.ts'
import { duePartitions, type Key, keys, messagePartition } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'
import { type Erasing, erasureSteps, type Step } from './transactions/erasure-writes.ts'

/** Writes per transaction. DynamoDB allows 100. */
const writesPerTransaction = 90
/** Transactions per call. A member with a long history is erased in several calls. */
const maxTransactions = 25
const membersPerPage = 100
/** The limit of keys in one batch read. */
const keysPerRead = 100

const claimAttributes = ['kind', ...Object.keys(identityClaimRow.schema.entries)]

const keyOfItem = (item: unknown): Key => {
  if (typeof item !== 'object' || item === null || !('PK' in item) || !('SK' in item)) {
    throw new Error('an item came without its key')
  }
  return { PK: String(item.PK), SK: String(item.SK) }
}

/** Packs steps into as few transactions of `size` writes as possible, without splitting a step. */
function batched(steps: readonly Step[], size: number): readonly Step[] {
  const batches: Write[][] = []
  for (const step of steps) {
    const last = batches.at(-1)
    if (last !== undefined && last.length + step.length <= size) last.push(...step)
    else batches.push([...step])
  }
  return batches
}

/** Every identity in a member's rows, once. */
function identitiesIn(items: readonly unknown[]): readonly Identity[] {
  const named = items.flatMap((item): Identity[] => {
    if (kindOf(item) === linkedIdentityRow.kind) return [readRow(linkedIdentityRow, item)]
    const identity = kindOf(item) === eventRow.kind ? readRow(eventRow, item).identity : undefined
    return identity === undefined ? [] : [identity]
  })
  return named
    .map(({ provider, subject }) => ({ provider, subject }))
    .filter((one, index, all) => all.findIndex((other) => sameIdentity(one, other)) === index)
}

async function claimsLeadingTo(table: TableAccess, id: MemberId, items: readonly unknown[]) {
  const requestedKeys = identitiesIn(items).map(keys.identityClaim)
  const claims: IdentityClaim[] = []
  for (let from = 0; from < requestedKeys.length; from += keysPerRead) {
    const found = await table.getAll(requestedKeys.slice(from, from + keysPerRead), claimAttributes)
    claims.push(...found.map((item) => readRow(identityClaimRow, item)))
  }
  return claims.filter(({ memberId }) => memberId === id)
}

/** What was said to a member in the last days. A failed message still holds its address. */
const messagesTo = (table: TableAccess, id: MemberId): Promise<readonly unknown[]> =>
  table.query({ partition: messagePartition(id), from: ' ', to: '~' })

/** A member that was taken for erasure, and the members merged into it. */
interface Leaving {
  /** The member's row as taken. */
  readonly taken: unknown
  /** The rows of the member's own partition. */
  readonly own: readonly unknown[]
  readonly merged: readonly MergedMember[]
  /** The ids of all of them. Before a merge, each was a member of its own, and is one again in a table of then. */
  readonly ids: readonly MemberId[]
}

async function leavingWith(table: TableAccess, id: MemberId, taken: unknown): Promise<Leaving> {
  const own = await partitionOf(table, id)
  const merged = await mergedInto(table, id, own)
  return { taken, own, merged, ids: [id, ...merged.map((one) => one.member.id)] }
}

/** All that an erasure has left to do. */
async function gather(
  table: TableAccess,
  { taken, own, merged, ids }: Leaving,
  now: Date,
): Promise<Omit<Erasing, 'event' | 'freshId'>> {
  const { pseudonym, rejoinFrom } = readRow(erasingRow, taken)
  const member = readRow(memberRow, taken)
  const said = await Promise.all(ids.map((one) => messagesTo(table, one)))
  const items = [...own, ...merged.flatMap((one) => one.items), ...said.flat()]
  return {
    member,
    pseudonym,
    ...defined({ rejoinBlockedUntil: rejoinFrom && rejoinFrom > now ? rejoinFrom : undefined }),
    tombstones: merged
      .filter(({ tombstone }) => readRow(erasedRow, tombstone).erasedAt === undefined)
      .map((one) => one.member),
    rows: items.map((item) => ({ key: keyOfItem(item), item })),
    claims: await claimsLeadingTo(table, member.id, items),
    now,
  }
}

/** The limits of one call, and the source of ids. */
export interface ErasureSettings {
  readonly freshId: () => string
  /** Transactions per call. */
  readonly atMost?: number
  /** Writes per transaction. */
  readonly size?: number
  /** Absent: nothing is recorded, as in a table that nobody restores. */
  readonly ledger?: ErasureLedger | undefined
}

/**
 * Implements `Erasures` on a table: members whose grace period has ended. Every method throws `unavailable`
 * as the table does.
 */
export function erasuresIn(
  table: TableAccess,
  hashes: KeyedHashes,
  { freshId, atMost = maxTransactions, size = writesPerTransaction, ledger }: ErasureSettings,
): Erasures {
  /**
   * Takes the member for erasure when nobody else has and the grace period has ended. From now on it cannot
   * be restored. Undefined otherwise.
   */
  async function take(id: MemberId, now: Date): Promise<unknown> {
    const until = after(now, lifetimes.ending)
    const taken = await table.update(takeErasureWrite(id, { now, until, pseudonym: freshId() }))
    return taken.kind === 'written' ? taken.item : undefined
  }

  return {
    async *pages(now) {
      for await (const page of table.due(duePartitions.erasure, now, membersPerPage)) {
        const due = page.map(({ PK }) => PK.slice('MEMBER#'.length)).filter(isMemberId)
        yield { due, unreadable: page.length - due.length }
      }
    },

    async erase(id, event, now, discardUploads) {
      const taken = await take(id, now)
      if (taken === undefined) return 'left_alone'
      const leaving = await leavingWith(table, id, taken)
      await ledger?.record(leaving.ids, now)
      const mayEnd = (await discardUploads?.(readRow(memberRow, taken))) !== 'not_yet'
      const steps = erasureSteps({ ...(await gather(table, leaving, now)), event, freshId }, hashes)
      const batches = batched(mayEnd ? steps : steps.slice(0, -1), size)
      for (const batch of batches.slice(0, atMost)) {
        const writes = Object.fromEntries(batch.map((write, index) => [`${index}`, write] as const))
        // Refused when something changed meanwhile: the next call reads it again.
        if ((await table.transact(writes)).kind === 'refused') return 'more'
      }
      return mayEnd && batches.length <= atMost ? 'erased' : 'more'
    },
  }
}
