/** An error of a compiled schema, in Ajv's form. */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A compiled schema. Gives whether a value is valid, and leaves the errors of the last call in `errors`. */
export interface Validate {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}

/**
 * A stage's compiled attribute schema. The local server compiles it at start, the cloud build while bundling.
 */
export interface CompiledAttributes {
  readonly required: readonly string[]
  readonly uploads: readonly string[]
  readonly validate: Validate
}
