import * as v from 'valibot'
import type { Member } from '../../../domain/member/member.ts'
import type { Evidence } from '../../../domain/values/evidence.ts'
import { nameKey } from '../../../domain/values/name.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import {
  absent,
  type DeleteWrite,
  keyOf,
  type PutWrite,
  putWhen,
  type Write,
} from '../../table/expressions.ts'
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

/** How members are found by name: the keyed hashes, and the indexes that the stage's policy considers. */
export interface NameSearch {
  readonly hashes: KeyedHashes
  readonly indexes: readonly NameIndex[]
}

/** Every index, for members whose policy may be decided later. */
export const everyIndex: readonly NameIndex[] = ['name', 'name+birth']

/**
 * The index that a policy reads. Undefined for one that considers no names. The index of names also serves a search by name
 * and birth date.
 */
export const searchedIndex = (indexes: readonly NameIndex[]): NameIndex | undefined =>
  indexes.includes('name') ? 'name' : indexes[0]

/** The entries of a member in some indexes, as named writes of a transaction. */
export const entriesOf = (
  hashes: KeyedHashes,
  member: Member,
  indexes: readonly NameIndex[],
): Record<`name:new:${string}`, PutWrite> => {
  const texts = nameTexts(member)
  return Object.fromEntries(
    indexes.flatMap((index) => {
      const text = texts[index]
      return text === undefined
        ? []
        : [[`name:new:${index}`, entryWrite(hashes, index, text, member)] as const]
    }),
  )
}

/** The entry of a member in an index, where the same may be there. Undefined for a member without a text for it. */
export function entryAgainWrite(hashes: KeyedHashes, member: Member, index: NameIndex): PutWrite | undefined {
  const text = nameTexts(member)[index]
  if (text === undefined) return undefined
  const { Item } = entryWrite(hashes, index, text, member).Put
  return putWhen(Item, {
    text: 'attribute_not_exists(#PK) OR #memberId = :owner',
    values: { owner: member.id },
  })
}

const searchedIn = ({ indexes }: NameSearch): readonly NameIndex[] => {
  const index = searchedIndex(indexes)
  return index === undefined ? [] : [index]
}

/** Adds a new member to the index that the policy reads. Nobody reads another one, so it would cost for nothing. */
export const nameWrites = (search: NameSearch, member: Member): Record<`name:new:${string}`, PutWrite> =>
  entriesOf(search.hashes, member, searchedIn(search))

/**
 * Moves a member in the name index after a change of name or birth date. Entries of any policy go; the index that the policy
 * reads gets the new one.
 */
export function renamedWrites(
  search: NameSearch,
  before: Member,
  after: Member,
): Record<`name:${string}`, Write> {
  const [old, next] = [nameTexts(before), nameTexts(after)]
  const changed = everyIndex.filter((index) => old[index] !== next[index])
  const removed = changed.flatMap((index): [`name:old:${string}`, Write][] => {
    const text = old[index]
    return text === undefined
      ? []
      : [[`name:old:${index}`, removedEntryWrite(search.hashes, index, text, before)]]
  })
  const added = searchedIn(search).filter((index) => changed.includes(index))
  return { ...Object.fromEntries(removed), ...entriesOf(search.hashes, after, added) }
}
