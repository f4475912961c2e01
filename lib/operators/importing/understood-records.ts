import { defined } from '../../domain/values/defined.ts'
import type { FileOptions } from './file-options.ts'
import { readFile } from './reading/read-file.ts'
import type { FileRecord } from './reading/record.ts'
import type { ValueRules } from './understanding/rules.ts'
import { readExternalId } from './understanding/text.ts'
import { type UnderstoodMember, understoodMember } from './understood-member.ts'

/** A record that an interrupted import has finished: the id that it brought, if it has one. */
interface EarlierRecord {
  readonly kind: 'earlier'
  readonly externalId?: string
}

/** What reading and understanding a file needs. Plain data, so that another thread can take it. */
export interface Understanding extends Omit<FileOptions, 'words'> {
  readonly file: string
  readonly rules: ValueRules
  /** Records at the beginning that are not understood again: those that an interrupted import has finished. */
  readonly after: number
}

/** A record's place in the file, and its member. */
export interface PlacedRecord<Understood> extends Pick<FileRecord, 'number' | 'line' | 'bytes'> {
  readonly understood: Understood
}

/** A record of a file, understood or finished before. */
export type ReadRecord = PlacedRecord<UnderstoodMember | EarlierRecord>

/** Reads and understands the records of a file in its order, some at once. Throws as `readFile` does. */
export type UnderstandFile = (understanding: Understanding) => AsyncIterable<readonly ReadRecord[]>

/** Reads and understands a file record by record. */
export const understoodRecords: UnderstandFile = async function* ({ file, reading, rules, strict, after }) {
  for await (const record of readFile(file, reading)) {
    const { number, line, bytes } = record
    const understood = number > after ? understoodMember(record, rules, strict) : earlierRecord(record)
    yield [{ number, line, bytes, understood }]
  }
}

const earlierRecord = ({ content }: FileRecord): EarlierRecord => ({
  kind: 'earlier',
  ...defined({
    externalId: content.kind === 'fields' ? readExternalId(content.fields.externalId) : undefined,
  }),
})
