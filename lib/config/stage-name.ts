/** The default name of the stage. */
export const defaultStageName = 'dev'

/**
 * Reads a stage's name; undefined gives the default. Throws an `Error` for any other value. The stack's and
 * the secrets' names contain it, and allow little more.
 */
export function readStageName(name: unknown): string {
  if (name === undefined) return defaultStageName
  if (typeof name === 'string' && /^[a-z][a-z0-9-]{0,19}$/.test(name)) return name
  throw new Error(
    `stage is ${JSON.stringify(name)}; allowed are up to 20 small letters, digits and hyphens, a letter first`,
  )
}

/**
 * The names of the stage's two secrets. The stack sets them explicitly, so that making keys finds the secrets
 * without asking CloudFormation.
 */
export const secretNamesOf = (stageName: string) => ({
  keys: `ieum/${stageName}/keys`,
  lookup: `ieum/${stageName}/lookup`,
})

/** The name of a stage's former single secret. `npm run keys` takes over its content. */
export const formerSecretNameOf = (stageName: string): string => `ieum/${stageName}/secrets`
