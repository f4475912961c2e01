/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>

/** A missing or malformed setting. The message names the place and what is allowed, and shows no secret. */
export class ConfigurationError extends Error {
  constructor(where: string, fault: string) {
    super(`${where}: ${fault}`)
    this.name = 'ConfigurationError'
  }
}

/** A mandatory variable. Throws `ConfigurationError` when it is missing or empty. */
export function required(variables: Variables, name: string): string {
  const value = optional(variables, name)
  if (value === undefined) throw new ConfigurationError(name, 'is not set')
  return value
}

/** An optional variable. Undefined when it is missing or empty. */
export function optional(variables: Variables, name: string): string | undefined {
  const value = variables[name]
  return value === '' ? undefined : value
}
