import type { CompiledAttributes, SchemaError, Validate } from './compiled-attributes.ts'

/** The schema of a stage that wants to know nothing else: no attribute is known. */
const validate: Validate & { errors: readonly SchemaError[] } = Object.assign(
  (value: unknown): boolean => {
    const names = Object.keys(Object(value))
    validate.errors = names.map((additionalProperty) => ({
      instancePath: '',
      keyword: 'additionalProperties',
      params: { additionalProperty },
    }))
    return names.length === 0
  },
  { errors: [] },
)

const none: CompiledAttributes = { required: [], uploads: [], validate }

/** Stands in the bundles of a stage without a schema. */
export const stageAttributes = (): CompiledAttributes => none
