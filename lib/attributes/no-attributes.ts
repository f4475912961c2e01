import type { CompiledAttributes, SchemaError, Validate } from './compiled-attributes.ts'

/** The rules of a stage without a schema: every attribute is unknown. */
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

const noAttributes: CompiledAttributes = { required: [], uploads: [], validate }

/** What `#stage-attributes` gives on a stage without a schema. */
export const stageAttributes = (): CompiledAttributes => noAttributes
