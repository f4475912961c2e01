import { SeenValues } from '../../../domain/import/seen-values.ts'
import {
  type Importation,
  type ImportResult,
  type Imports,
  shareable,
} from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import type { RefusedWrite } from '../../table/conflicts.ts'
import type { Write } from '../../table/expressions.ts'
import { gathering } from '../../table/gathering.ts'
import type { TableAccess } from '../../table/table-access.ts'
import { findOwners } from './find-owners.ts'
import { type Found, importWrites, sharesOf } from './import-writes.ts'

/** Refused writes of one member, by their names. */
export type MemberRefusals = Readonly<Record<string, RefusedWrite | undefined>>

/** Adds one member after a refusal of what was written by what had been found. */
export type AddAfter = (
  importation: Importation,
  found: Found,
  refusals: MemberRefusals,
) => Promise<ImportResult>

/** DynamoDB's limit of one transaction. */
const maxWrites = 100

/**
 * Members that are read before they are written, once one was there: a file that is imported again has many. A read costs
 * a tenth of a refused transaction's units.
 */
const looksAfterThere = 200

interface QueuedMember {
  readonly importation: Importation
  readonly found: Found
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

/** The writes of several members, by the member's place and the write's name. */
function joined(members: readonly QueuedMember[]): Record<string, Write> {
  const all: Record<string, Write> = {}
  for (const [place, { writes }] of members.entries()) {
    for (const [name, write] of Object.entries(writes)) all[`${place} ${name}`] = write
  }
  return all
}

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

/** The contacts of a member, as texts. */
const contactsOf = ({ member }: Importation): readonly string[] =>
  shareable.flatMap((of) => (member[of] === undefined ? [] : [`${of} ${member[of].value}`]))

/**
 * Adds several members in one transaction, as many as fit: a transaction of eight members costs the client and the network
 * hardly more than one of one. Each member is still written completely
 * or not at all. When one of them is refused, the others are written without it. The owners of a contact that an earlier
 * member seems to have had are read before, which costs less than a refusal of many.
 */
export function addingTogether(table: TableAccess, hashes: KeyedHashes, addAfter: AddAfter): Imports['add'] {
  // A transaction touches each item once.
  const touched = new Set<string>()
  const seen = new SeenValues()
  const find = findOwners(table, hashes)
  let looks = 0

  async function send(members: readonly QueuedMember[]): Promise<void> {
    const result = await table.transact(joined(members))
    if (result.kind === 'written') {
      for (const { importation, found, resolve } of members)
        resolve({ kind: 'imported', shares: sharesOf(importation.member, found) })
      return
    }
    const refused = refusalsByPlace(result.refusals)
    const rest = members.filter((_, place) => !refused.has(place))
    for (const [place, refusals] of refused) {
      const member = members[place]
      member?.resolve(addAfter(member.importation, member.found, refusals))
    }
    if (rest.length > 0) await send(rest)
  }

  const queue = gathering<QueuedMember>(2, (members) => {
    touched.clear()
    return send(members).catch((error: unknown) => {
      for (const { reject } of members) reject(error)
    })
  })

  function write(importation: Importation, found: Found): Promise<ImportResult> {
    const writes = importWrites(importation, found, hashes)
    const { promise, resolve, reject } = Promise.withResolvers<ImportResult>()
    const own = Object.values(writes).map(keyOfWrite)
    if (touched.size + own.length > maxWrites || own.some((key) => touched.has(key))) queue.flush()
    queue.add({ importation, found, writes, resolve, reject })
    for (const key of own) touched.add(key)
    return promise
  }

  async function add(importation: Importation): Promise<ImportResult> {
    const known = contactsOf(importation).filter((contact) => seen.add(contact))
    const found = known.length === 0 && looks === 0 ? {} : await find(importation)
    return found === undefined ? { kind: 'there' } : write(importation, found)
  }

  return async (importation) => {
    const result = await add(importation)
    looks = result.kind === 'there' ? looksAfterThere : Math.max(0, looks - 1)
    return result
  }
}
