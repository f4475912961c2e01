/** The fields of a value that is an object; none of anything else. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/** The fields of an object that is written as JSON, such as a line of the log. */
export const fieldsIn = (json: string | undefined): Readonly<Record<string, unknown>> =>
  fieldsOf(JSON.parse(json ?? '{}'))
