import type { ImportedColumn } from '../../domain/member/member-fields.ts'

/** Columns that tell what hangs on a member, beside its own fields. */
type AccountColumn = 'passwordHash' | 'identities' | 'consents'

/** What a file of members may tell of each, by the name of its column or field; see the README for what each means. */
export const fieldNames = [
  'externalId',
  'email',
  'emailVerified',
  'phone',
  'phoneVerified',
  'name',
  'status',
  'joinedAt',
  'passwordHash',
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
export type FieldName = (typeof fieldNames)[number]

export const isFieldName = (name: string): name is FieldName => fieldNames.some((known) => known === name)

/** Compiles only when each column that the table of fields names stands in the list above. */
const listed: Record<Exclude<ImportedColumn | AccountColumn, FieldName>, never> = {}
void listed
