import type { FieldName } from './fields.ts'

/** What is wrong with a record, in the words of RFC 9457's `errors`: where, and what. */
export interface Fault {
  /** `/email`; empty for the whole record. */
  readonly pointer: string
  readonly detail: string
}

/** What a record says; an empty value counts as absent. */
export type Fields = { readonly [name in FieldName]?: unknown }

/** One record of a file. `number` counts from one, `line` is where it begins, `bytes` how far the file was read. */
export interface FileRecord {
  readonly number: number
  readonly line: number
  readonly bytes: number
  readonly content:
    | { readonly kind: 'fields'; readonly fields: Fields }
    | { readonly kind: 'unreadable'; readonly fault: Fault }
}
