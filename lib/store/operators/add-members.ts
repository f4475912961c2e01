import type { Importation, ImportResult, Imports } from '../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import type { RefusedWrite } from '../table/conflicts.ts'
import type { Write } from '../table/expressions.ts'
import type { TableAccess } from '../table/table-access.ts'
import { type Found, importWrites } from './import-writes.ts'

/** Refused writes of one member, by their names. */
export type MemberRefusals = Readonly<Record<string, RefusedWrite | undefined>>

/** Adds one member after a refusal. */
export type AddAfter = (importation: Importation, refusals: MemberRefusals) => Promise<ImportResult>

/** DynamoDB's limit of one transaction. */
const maxWrites = 100

interface QueuedMember {
  readonly importation: Importation
  readonly writes: Readonly<Record<string, Write>>
  readonly resolve: (result: ImportResult | Promise<ImportResult>) => void
  readonly reject: (error: unknown) => void
}

/** The key of the item that a write touches, as text. */
function keyOfWrite(write: Write): string {
  if ('Put' in write) return `${write.Put.Item.PK} ${write.Put.Item.SK}`
  const { Key } = 'Update' in write ? write.Update : 'Delete' in write ? write.Delete : write.ConditionCheck
  return `${Key.PK} ${Key.SK}`
}

const keysOf = ({ writes }: QueuedMember): readonly string[] => Object.values(writes).map(keyOfWrite)

/** Whether a member touches an item of these. A transaction touches each item once. */
const overlaps = (members: readonly QueuedMember[], member: QueuedMember): boolean => {
  const taken = new Set(members.flatMap(keysOf))
  return keysOf(member).some((key) => taken.has(key))
}

const sizeOf = (members: readonly QueuedMember[]): number =>
  members.reduce((size, { writes }) => size + Object.keys(writes).length, 0)

/** The writes of several members, by the member's place and the write's name. */
const joined = (members: readonly QueuedMember[]): Record<string, Write> =>
  Object.fromEntries(
    members.flatMap(({ writes }, place) =>
      Object.entries(writes).map(([name, write]) => [`${place} ${name}`, write] as const),
    ),
  )

/** The refusals of each member, by its place. */
function refusalsByPlace(refusals: MemberRefusals): ReadonlyMap<number, MemberRefusals> {
  const byPlace = new Map<number, Record<string, RefusedWrite | undefined>>()
  for (const [key, refused] of Object.entries(refusals)) {
    const at = key.indexOf(' ')
    const place = Number(key.slice(0, at))
    byPlace.set(place, { ...byPlace.get(place), [key.slice(at + 1)]: refused })
  }
  return byPlace
}

/**
 * Adds members that are given in the same turn of the event loop in one transaction, as many as fit: a transaction of
 * eight members costs the client and the network hardly more than one of one. Each member is still written completely
 * or not at all. When one of them is refused, the others are written without it.
 */
export function addingTogether(table: TableAccess, hashes: KeyedHashes, addAfter: AddAfter): Imports['add'] {
  let queued: QueuedMember[] = []

  async function send(members: readonly QueuedMember[]): Promise<void> {
    const result = await table.transact(joined(members))
    if (result.kind === 'written') {
      for (const { resolve } of members) resolve({ kind: 'imported', shares: [] })
      return
    }
    const refused = refusalsByPlace(result.refusals)
    const rest = members.filter((_, place) => !refused.has(place))
    for (const [place, refusals] of refused) {
      const member = members[place]
      member?.resolve(addAfter(member.importation, refusals))
    }
    if (rest.length > 0) await send(rest)
  }

  function flush(): void {
    const members = queued
    queued = []
    if (members.length === 0) return
    send(members).catch((error: unknown) => {
      for (const { reject } of members) reject(error)
    })
  }

  return (importation) => {
    const none: Found = {}
    const writes = importWrites(importation, none, hashes)
    const { promise, resolve, reject } = Promise.withResolvers<ImportResult>()
    const member = { importation, writes, resolve, reject }
    if (sizeOf([...queued, member]) > maxWrites || overlaps(queued, member)) flush()
    if (queued.length === 0) setImmediate(flush)
    queued.push(member)
    return promise
  }
}
