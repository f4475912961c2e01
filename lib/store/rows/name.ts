import * as v from 'valibot'
import type { Evidence } from '../../domain/evidence.ts'
import type { Member } from '../../domain/member.ts'
import { nameKey } from '../../domain/name.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { absent, type PutWrite } from '../expressions.ts'
import { keys, type NameIndex } from '../schema.ts'
import { memberId } from './fields.ts'
import type { Row } from './row.ts'

/** An entry of the name index: not a claim, since many people share a name. */
export const nameRow = {
  kind: 'name',
  schema: v.object({ of: v.picklist(['name', 'name+birth']), memberId }),
} as const satisfies Row<v.GenericSchema>

/**
 * What each index knows a person by; nothing where the name is empty or the birth date incomplete. Equal texts
 * are what `sameName` and `sameBirth` call the same.
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

/** The hash under which an index keeps a text. */
export const nameHash = (hashes: KeyedHashes, index: NameIndex, text: string): string =>
  hashes.hash(index, text)

/** Makes a member findable by name, as named writes of a transaction. */
export function nameWrites(
  hashes: KeyedHashes,
  member: Member,
): {
  readonly name?: PutWrite
  readonly nameAndBirth?: PutWrite
} {
  const texts = nameTexts(member)
  const entry = (of: NameIndex, text: string): PutWrite => ({
    Put: {
      Item: {
        ...keys.name(of, nameHash(hashes, of, text), member.id),
        kind: nameRow.kind,
        of,
        memberId: member.id,
      },
      ...absent,
    },
  })
  return {
    ...(texts.name !== undefined && { name: entry('name', texts.name) }),
    ...(texts['name+birth'] !== undefined && { nameAndBirth: entry('name+birth', texts['name+birth']) }),
  }
}
