import { type FieldName, fieldsIn } from './reading/fields.ts'
import { costsValue, type Fault, type FileRecord } from './reading/record.ts'
import type { RecordOutcome } from './record-outcome.ts'
import type { OldMember } from './understanding/old-member.ts'
import { readOldMember } from './understanding/read-old-member.ts'
import type { ValueRules } from './understanding/rules.ts'

/** A member of a file, with the faults of values that were left out, or why there is none. */
export type UnderstoodMember =
  | {
      readonly kind: 'member'
      readonly member: OldMember
      readonly faults: readonly Fault[]
      /** The fields that the record has. */
      readonly written: ReadonlySet<FieldName>
    }
  | Extract<RecordOutcome, { readonly kind: 'rejected' }>

/** Understands a record as every command does. `strict` rejects it for a value that is not understood. */
export function understoodMember(
  { content }: FileRecord,
  rules: ValueRules,
  strict: boolean,
): UnderstoodMember {
  if (content.kind === 'unreadable') return { kind: 'rejected', faults: [content.fault] }
  const read = readOldMember(content, rules)
  if (read.kind === 'faulty') return { ...read, kind: 'rejected' }
  const { member, warnings: faults } = read
  if (strict && faults.some(costsValue)) return { kind: 'rejected', externalId: member.externalId, faults }
  return { kind: 'member', member, faults, written: fieldsIn(content.fields) }
}
