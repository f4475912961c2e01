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
] as const
export type FieldName = (typeof fieldNames)[number]

export const isFieldName = (name: string): name is FieldName => fieldNames.some((known) => known === name)
