import { claimedValues } from '../../../domain/leads/claimed.ts'
import type { Member } from '../../../domain/member/member.ts'
import { type Importation, type Shareable, shareable } from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import { freedClaimWrite } from '../../rows/claim.ts'
import { forgottenWrite } from '../../rows/member/erasure.ts'
import { renamedWrites } from '../../rows/member/name.ts'
import { sharedHash } from '../../rows/member/shared.ts'
import { ownRowWrite, renewedMemberWrite } from '../../rows/renewal.ts'
import type { Write } from '../../table/expressions.ts'
import { type Key, keys, sharedPartition } from '../../table/schema.ts'
import type { TableAccess } from '../../table/table-access.ts'
import { namelessOf } from '../../transactions/merge-writes.ts'
import { type Found, importWrites } from './import-writes.ts'

const textOf = ({ PK, SK }: Key): string => `${PK} ${SK}`

/** The entries of a member in the index of shared contacts. */
const sharedKeysOf = (member: Member, hashes: KeyedHashes): readonly Key[] =>
  shareable.flatMap((of) => {
    const contact = member[of]
    return contact?.shared === true ? [keys.shared(of, sharedHash(hashes, of, contact.value), member.id)] : []
  })

/** What leads to a member by its values, apart from identities, by the keys of the rows. */
export function valueWrites(member: Member, hashes: KeyedHashes): ReadonlyMap<string, Write> {
  const writes = [
    ...claimedValues(member).map(({ of, value }) => freedClaimWrite(of, value, member.id)),
    ...Object.values(renamedWrites({ hashes, indexes: [] }, member, namelessOf(member))),
    ...sharedKeysOf(member, hashes).map(forgottenWrite),
  ]
  return new Map(
    writes.flatMap((write) => ('Delete' in write ? [[textOf(write.Delete.Key), write] as const] : [])),
  )
}

/**
 * All writes of renewing a member: those of importing it, except that what is there already is replaced, and that what
 * no longer leads to it ends. `regained`: contacts that nobody shares any more, whose marks end.
 */
export function renewalWrites(
  before: Member,
  importation: Importation,
  regained: readonly Shareable[],
  found: Found,
  hashes: KeyedHashes,
): Record<string, Write> {
  const stale = new Map(valueWrites(before, hashes))
  const writes: Record<string, Write> = {}
  for (const [name, write] of Object.entries(importWrites(importation, found, hashes))) {
    const of = regained.find((kind) => name === `mark:${kind}`)
    const contact = of && before[of]
    if (of !== undefined && contact !== undefined && contact.value === importation.member[of]?.value) {
      writes[name] = forgottenWrite(keys.sharedMark(of, sharedHash(hashes, of, contact.value)))
    } else if (!('Put' in write)) writes[name] = write
    else if (name === 'member') writes[name] = renewedMemberWrite(write, before)
    else writes[name] = stale.delete(textOf(write.Put.Item)) ? ownRowWrite(write, before.id) : write
  }
  const ended = [...stale.values()].map((write, index) => [`stale:${index}`, write] as const)
  return { ...writes, ...Object.fromEntries(ended) }
}

/** Nobody has left a contact since the table was read. */
const nobody: ReadonlySet<unknown> = new Set()

/**
 * The contacts of a member that were shared, and that nobody else is listed under any more. `leftBy` gives the members of a contact
 * who count as gone, though they are listed.
 */
export async function regainedContacts(
  table: TableAccess,
  member: Member,
  hashes: KeyedHashes,
  leftBy: (of: Shareable, value: string) => ReadonlySet<unknown> = () => nobody,
): Promise<readonly Shareable[]> {
  const regained: Shareable[] = []
  for (const of of shareable) {
    const contact = member[of]
    if (contact?.shared !== true) continue
    const hash = sharedHash(hashes, of, contact.value)
    const gone = leftBy(of, contact.value)
    const listed = await table.first(sharedPartition(of, hash), 3 + gone.size)
    const [entry, mark, other] = listed.filter((item) => !gone.has(Object(item)['memberId']))
    const isAlone =
      other === undefined && [entry, mark].some((item) => Object(item)['memberId'] === member.id)
    const claim = await table.get(keys.claim(of, contact.value))
    if (isAlone && claim === undefined) regained.push(of)
  }
  return regained
}
