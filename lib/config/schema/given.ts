import * as v from 'valibot'

/** How strictly a stage is read. */
export interface Reading {
  /** Only on the stage `dev`: a missing key has the value that is implied. */
  readonly implies: boolean
  /** Plain http is accepted on loopback, as a laptop needs it; nothing that is deployed does. */
  readonly loopback: boolean
}

/**
 * A key with the value that the stage `dev` implies where it is missing. The value passes the schema like a given one,
 * so an empty object implies what its own keys imply.
 */
export type Given = <Schema extends v.GenericSchema>(
  schema: Schema,
  implied: unknown,
) => v.GenericSchema<unknown, v.InferOutput<Schema>>

/** How keys are read: on the stage `dev` they may be missing, on every other stage nothing is implied. */
export const givenIn =
  ({ implies }: Reading): Given =>
  (schema, implied) =>
    implies ? optional(schema, implied) : schema

const optional = <Output>(schema: v.GenericSchema<unknown, Output>, implied: unknown) =>
  v.optional(schema, implied)
