/** Variables by name, as a process or the shell of a laptop gives them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** A setting that is missing or malformed. The message names where it stands and what is allowed, and shows no secret. */
export class ConfigurationError extends Error {
  constructor(where: string, fault: string) {
    super(`${where}: ${fault}`)
    this.name = 'ConfigurationError'
  }
}

/** A variable that must be there. Throws `ConfigurationError`. */
export function required(variables: Variables, name: string): string {
  const value = optional(variables, name)
  if (value === undefined) throw new ConfigurationError(name, 'is not set')
  return value
}

/** A variable that may be missing; an empty one counts as missing. */
export function optional(variables: Variables, name: string): string | undefined {
  const value = variables[name]
  return value === '' ? undefined : value
}
