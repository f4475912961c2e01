/** The variables of the shell that deploys. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Takes a variable's name and gives its value; an empty one counts as absent. */
export const optional = (environment: Environment, name: string): string | undefined =>
  environment[name]?.trim() || undefined

/** Gives a value that must be there, or else the placeholder of the stage; throws with the name that is missing. */
export function required(environment: Environment, name: string, placeholder: string | undefined): string {
  const value = optional(environment, name) ?? placeholder
  if (value !== undefined) return value
  throw new Error(`${name} is not set; only the stage "dev" has a placeholder for it`)
}

/**
 * Takes an origin (scheme and host, RFC 6454) and gives it back; throws when it is not https or says more than
 * an origin. Everything that is deployed talks TLS.
 */
export function httpsOrigin(name: string, value: string): string {
  if (URL.canParse(value)) {
    const url = new URL(value)
    if (url.protocol === 'https:' && url.origin === value) return value
  }
  throw new Error(
    `${name} is ${JSON.stringify(value)}; allowed is https://host, without a path or a slash at the end`,
  )
}

/** Takes the base of a provider's addresses, which may have a path; throws when it is not https. */
export function httpsAddress(name: string, value: string): string {
  if (URL.canParse(value) && new URL(value).protocol === 'https:') return value
  throw new Error(`${name} is ${JSON.stringify(value)}; allowed is an https address`)
}

/** Takes JSON and gives it without needless spaces, since a Lambda's environment has 4 KB; throws on another shape. */
export function json(name: string, value: string, shape: 'list' | 'object'): string {
  const parsed = parse(name, value)
  const found = Array.isArray(parsed)
    ? 'list'
    : typeof parsed === 'object' && parsed !== null
      ? 'object'
      : 'value'
  if (found === shape) return JSON.stringify(parsed)
  throw new Error(`${name} is a JSON ${found}; allowed is a JSON ${shape}`)
}

function parse(name: string, value: string): unknown {
  try {
    return JSON.parse(value)
  } catch (cause) {
    throw new Error(`${name} is not JSON`, { cause })
  }
}
