/** One thing that a compiled schema finds wrong (Ajv's own words). */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A compiled schema: says whether a value keeps it, and leaves what is wrong at itself. */
export interface Validate {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}

/** A stage's schema of attributes as code: compiled at start on a laptop, and while bundling for the cloud. */
export interface CompiledAttributes {
  readonly required: readonly string[]
  readonly uploads: readonly string[]
  readonly validate: Validate
}
