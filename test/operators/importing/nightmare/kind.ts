import type { FieldName } from '../../../../lib/operators/importing/reading/fields.ts'

/** The columns of the file, in their order. */
export const columns = [
  'externalId',
  'loginId',
  'email',
  'emailVerified',
  'phone',
  'phoneVerified',
  'name',
  'status',
  'joinedAt',
  'passwordHash',
  'passwordScheme',
  'passwordSalt',
  'birthDate',
  'birthCalendar',
  'gender',
  'locale',
  'ci',
  'identities',
  'consents',
  'attributes',
] as const satisfies readonly FieldName[]

/** The cells of a row as they stand in the file, with their quotes. */
type Cells = { readonly [Column in (typeof columns)[number]]?: string }

/** What a member has after the import. */
export interface Values {
  readonly externalId?: string
  readonly loginId?: string | undefined
  readonly email?: string | undefined
  readonly emailVerified?: true
  readonly phone?: string | undefined
  readonly phoneVerified?: true
  readonly name?: string
  readonly status?: string
  readonly joinedAt?: string
  readonly birth?: string
  readonly gender?: string
  readonly locale?: string
  readonly password?: true
  readonly ci?: true
  readonly identities?: readonly string[]
  readonly consents?: readonly string[]
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** One kind of row. A row is told by its number in the file. */
export interface Kind {
  readonly what: string
  readonly cells: (row: number) => Cells
  /** What the member has besides its id, `ownEmail(row)`, and what is usual. Absent: just these. */
  readonly has?: (row: number) => Values
  /** The pointers of the values that are left out. */
  readonly leaves?: readonly string[] | ((row: number) => readonly string[])
  /** The record is rejected with these pointers. */
  readonly rejectedBy?: readonly string[]
  /** The member was there already. */
  readonly isThere?: true
  /** The row as it stands in the file, from its usual text. */
  readonly written?: (text: string, row: number) => string
  /** The row is no record. */
  readonly isNone?: true
}

/** The address that a row has when its kind says nothing else. */
export const ownEmail = (row: number): string => `m${row}@old.example`

/** A number of a row's own: the last eight digits of 010. */
export const ownDigits = (row: number): string => String(20_000_000 + row)
export const ownPhone = (row: number): string => `+8210${ownDigits(row)}`

/** One of these, by the row. */
export const pick = <Item>(items: readonly [Item, ...Item[]], row: number): Item =>
  items[row % items.length] ?? items[0]

/** A cell in quotes. */
export const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
