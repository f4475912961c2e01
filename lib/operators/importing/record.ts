import type { FieldName } from './fields.ts'

/** A fault of a record, in the form of RFC 9457's `errors`. */
export interface Fault {
  /** `/email`. Empty for the whole record. */
  readonly pointer: string
  readonly detail: string
}

/** The fields of a record. An empty value counts as absent. */
export type Fields = { readonly [name in FieldName]?: unknown }

/**
 * One record of a file. `number` counts from one, `line` is its first line, `bytes` the position in the file
 * after it.
 */
export interface FileRecord {
  readonly number: number
  readonly line: number
  readonly bytes: number
  readonly content:
    | { readonly kind: 'fields'; readonly fields: Fields }
    | { readonly kind: 'unreadable'; readonly fault: Fault }
}
