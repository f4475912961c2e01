import * as v from 'valibot'
import type { Member } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Evidence } from '../../../domain/values/evidence.ts'
import { nameKey } from '../../../domain/values/name.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import { absent, type DeleteWrite, keyOf, type PutWrite, type Write } from '../../table/expressions.ts'
import { keys, type NameIndex } from '../../table/schema.ts'
import { memberId } from '../fields.ts'
import type { RowDefinition } from '../row.ts'

/** An entry of the name index. It is no claim, since many people share a name. */
export const nameRow = {
  kind: 'name',
  schema: v.object({ of: v.picklist(['name', 'name+birth']), memberId }),
} as const satisfies RowDefinition<v.GenericSchema>

/**
 * The text of a person in each index. Absent for an empty name or an incomplete birth date. Texts are equal
 * exactly where `sameName` and `sameBirth` hold.
 */
export function nameTexts({ name = '', birth }: Pick<Evidence, 'name' | 'birth'>): {
  readonly [index in NameIndex]?: string
} {
  const key = nameKey(name)
  if (key === '') return {}
  if (birth?.year === undefined || birth.monthDay === undefined) return { name: key }
  const { year, monthDay, calendar, leapMonth = false } = birth
  return { name: key, 'name+birth': `${key} ${year} ${monthDay} ${calendar} ${leapMonth}` }
}

/** The hash of a text in an index. */
export const nameHash = (hashes: KeyedHashes, index: NameIndex, text: string): string =>
  hashes.hash(index, text)

const keyIn = (hashes: KeyedHashes, index: NameIndex, text: string, { id }: Pick<Member, 'id'>) =>
  keys.name(index, nameHash(hashes, index, text), id)

const entryWrite = (hashes: KeyedHashes, index: NameIndex, text: string, member: Member): PutWrite => ({
  Put: {
    Item: { ...keyIn(hashes, index, text, member), kind: nameRow.kind, of: index, memberId: member.id },
    ...absent,
  },
})

/** Deletes an entry, whether or not it exists: which ones a member has depends on the policies since it joined. */
const removedEntryWrite = (
  hashes: KeyedHashes,
  index: NameIndex,
  text: string,
  member: Member,
): DeleteWrite => ({ Delete: { Key: keyOf(keyIn(hashes, index, text, member)) } })

/** Adds a member to the name index, as named writes of a transaction. */
export function nameWrites(
  hashes: KeyedHashes,
  member: Member,
): {
  readonly name?: PutWrite
  readonly nameAndBirth?: PutWrite
} {
  const { name, 'name+birth': nameAndBirth } = nameTexts(member)
  return defined({
    name: name === undefined ? undefined : entryWrite(hashes, 'name', name, member),
    nameAndBirth:
      nameAndBirth === undefined ? undefined : entryWrite(hashes, 'name+birth', nameAndBirth, member),
  })
}

/** Moves a member in the name index after a change of name or birth date. */
export function renamedWrites(
  hashes: KeyedHashes,
  before: Member,
  after: Member,
): Record<`name:${string}`, Write> {
  const [old, next] = [nameTexts(before), nameTexts(after)]
  const entries = (['name', 'name+birth'] as const).flatMap((index): [`name:${string}`, Write][] => {
    const [from, to] = [old[index], next[index]]
    if (from === to) return []
    const writes: [`name:${string}`, Write][] = []
    if (from !== undefined) writes.push([`name:old:${index}`, removedEntryWrite(hashes, index, from, before)])
    if (to !== undefined) writes.push([`name:new:${index}`, entryWrite(hashes, index, to, after)])
    return writes
  })
  return Object.fromEntries(entries)
}
