import type { ImportedColumn } from '../../../domain/member/member-fields.ts'

/** The columns of a member's related records. */
type AccountColumn = 'passwordHash' | 'passwordScheme' | 'passwordSalt' | 'identities' | 'consents'

/** The fields of a member's record, by column or field name. docs/import.md describes each. */
export const fieldNames = [
  'externalId',
  'loginId',
  'email',
  'emailVerified',
  'phone',
  'phoneVerified',
  'phoneVerifiedAt',
  'name',
  'nickname',
  'status',
  'joinedAt',
  'passwordHash',
  'passwordScheme',
  'passwordSalt',
  'ci',
  'ciHash',
  'di',
  'diHash',
  'identityVerifiedAt',
  'birthDate',
  'birthCalendar',
  'birthLeapMonth',
  'gender',
  'locale',
  'identities',
  'consents',
  'attributes',
] as const satisfies readonly (ImportedColumn | AccountColumn)[]
/** The name of a field. */
export type FieldName = (typeof fieldNames)[number]

const known: ReadonlySet<string> = new Set(fieldNames)

/** Whether a column or field is known. */
export const isFieldName = (name: string): name is FieldName => known.has(name)

/** The names of the fields that a record has. */
export const fieldsIn = (record: object): ReadonlySet<FieldName> =>
  new Set(Object.keys(record).filter(isFieldName))

/** Compiles only when the list above has every column of the table of fields. */
const listed: Record<Exclude<ImportedColumn | AccountColumn, FieldName>, never> = {}
void listed
