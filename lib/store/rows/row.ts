import * as v from 'valibot'

/** Every kind of item in the table. Each item has its own in `kind`. */
export type RowKind =
  | 'member'
  | 'identity'
  | 'profile'
  | 'session'
  | 'consent'
  | 'event'
  | 'identity_claim'
  | 'claim'
  | 'passkey'
  | 'passkey_claim'
  | 'pending'
  | 'merge_question'
  | 'identity_check'
  | 'once'
  | 'name'
  | 'shared'
  | 'shared_mark'
  | 'code'
  | 'message'
  | 'rate'
  | 'consent_record'
  | 'rejoin_block'
  | 'mail_note'
  | 'health_note'

/** A kind of row, with the schema that turns its attributes into a domain value. */
export interface RowDefinition<Schema extends v.GenericSchema> {
  readonly kind: RowKind
  readonly schema: Schema
  /** Brings a row of an earlier release into today's form. */
  readonly renewed?: (item: unknown) => unknown
}

/**
 * A row that its schema rejects: a bug, or a manual change of the table. The message names places, never
 * values.
 */
export class MalformedRow extends Error {
  constructor(kind: RowKind, places: readonly string[]) {
    super(`A ${kind} row is malformed at ${places.join(', ')}`)
    this.name = 'MalformedRow'
  }
}

/** The `kind` of an item. Undefined for anything else. */
export const kindOf = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'kind' in item ? item.kind : undefined

/** The same as `readRow`; undefined for a malformed row, where others go on without it. */
export function readableRow<Schema extends v.GenericSchema>(
  row: RowDefinition<Schema>,
  item: unknown,
): v.InferOutput<Schema> | undefined {
  try {
    return readRow(row, item)
  } catch (error) {
    if (error instanceof MalformedRow) return undefined
    throw error
  }
}

/** Reads an item as a row of this kind. Throws `MalformedRow`. */
export function readRow<Schema extends v.GenericSchema>(
  row: RowDefinition<Schema>,
  item: unknown,
): v.InferOutput<Schema> {
  if (kindOf(item) !== row.kind) throw new MalformedRow(row.kind, ['kind'])
  const result = v.safeParse(row.schema, row.renewed === undefined ? item : row.renewed(item))
  if (result.success) return result.output
  throw new MalformedRow(
    row.kind,
    result.issues.map((issue) => v.getDotPath(issue) ?? 'the top'),
  )
}
