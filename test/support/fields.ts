/** The fields of an object. Empty for any other value. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/** The fields of a JSON object, such as a line of the log. */
export const fieldsIn = (json: string | undefined): Readonly<Record<string, unknown>> =>
  fieldsOf(JSON.parse(json ?? '{}'))
