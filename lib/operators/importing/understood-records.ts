import type { FileOptions } from './file-options.ts'
import { readFile } from './reading/read-file.ts'
import type { FileRecord } from './reading/record.ts'
import type { ValueRules } from './understanding/rules.ts'
import { type UnderstoodMember, understoodMember } from './understood-member.ts'

/** What reading and understanding a file needs. Plain data, so that another thread can take it. */
export interface Understanding extends Omit<FileOptions, 'words'> {
  readonly file: string
  readonly rules: ValueRules
  /** Records at the beginning that are left out: those of an interrupted import. */
  readonly after: number
}

/** A record's place in the file, and its member. */
export interface PlacedMember extends Pick<FileRecord, 'number' | 'line' | 'bytes'> {
  readonly understood: UnderstoodMember
}

/** Reads and understands the records of a file in its order, some at once. Throws as `readFile` does. */
export type UnderstandFile = (understanding: Understanding) => AsyncIterable<readonly PlacedMember[]>

/** Reads and understands a file record by record. */
export const understoodRecords: UnderstandFile = async function* ({ file, reading, rules, strict, after }) {
  for await (const record of readFile(file, reading)) {
    const { number, line, bytes } = record
    if (number > after) yield [{ number, line, bytes, understood: understoodMember(record, rules, strict) }]
  }
}
