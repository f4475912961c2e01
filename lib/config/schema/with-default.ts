import * as v from 'valibot'

/** How strictly a stage is read. */
export interface StageReading {
  /** On the stage `dev` only: a missing key gets its default. */
  readonly implies: boolean
  /** Plain http is accepted on loopback, for a laptop only. */
  readonly loopback: boolean
}

/**
 * Gives a key's schema a default for the stage `dev`. The default passes the schema too, so an empty object
 * gets the defaults of its own keys.
 */
export type WithDefault = <Schema extends v.GenericSchema>(
  schema: Schema,
  implied: unknown,
) => v.GenericSchema<unknown, v.InferOutput<Schema>>

/** How keys get defaults: on the stage `dev` only, and on no other stage. */
export const withDefaultIn =
  ({ implies }: StageReading): WithDefault =>
  (schema, implied) =>
    implies ? optional(schema, implied) : schema

const optional = <Output>(schema: v.GenericSchema<unknown, Output>, implied: unknown) =>
  v.optional(schema, implied)
