import type { FaultText } from './fault-text.ts'
import type { FieldName } from './fields.ts'

/** A fault of a record or of one of its values, in the form of RFC 9457's `errors`. */
export interface Fault {
  /** `/email`. Empty for the whole record. */
  readonly pointer: string
  readonly detail: FaultText
}

/** Whether a fault costs a value. One of a whole record that is imported, such as a short row, costs nothing. */
export const costsValue = ({ pointer }: Fault): boolean => pointer !== ''

/** The fields of a record. An empty value counts as absent. */
export type Fields = { readonly [name in FieldName]?: unknown }

/** The fields of a record that could be read, and the faults of the values that could not. */
export interface ReadFields {
  readonly kind: 'fields'
  readonly fields: Fields
  readonly faults: readonly Fault[]
}

/** A record that could not be read at all. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly fault: Fault
}

/**
 * One record of a file. `number` counts from one, `line` is the line where it begins, `bytes` the position in
 * the file after it.
 */
export interface FileRecord {
  readonly number: number
  readonly line: number
  readonly bytes: number
  readonly content: ReadFields | Unreadable
}
