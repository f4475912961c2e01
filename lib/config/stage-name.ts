/** The stage's name, where none was given. */
export const defaultStageName = 'dev'

/**
 * Takes what was given as the stage and gives its name; throws with what is allowed. The name becomes part of
 * the stack's and the secret's name, which allow little more than this.
 */
export function readStageName(given: unknown): string {
  if (given === undefined) return defaultStageName
  if (typeof given === 'string' && /^[a-z][a-z0-9-]{0,19}$/.test(given)) return given
  throw new Error(
    `stage is ${JSON.stringify(given)}; allowed are up to 20 small letters, digits and hyphens, a letter first`,
  )
}

/**
 * Gives the names of the stage's two secrets. They are the physical names of the stack: whoever makes the keys has to
 * find the secrets without asking CloudFormation.
 */
export const secretNamesOf = (stageName: string) => ({
  keys: `ieum/${stageName}/keys`,
  lookup: `ieum/${stageName}/lookup`,
})

/** The name of the one secret that held both before; `npm run keys` takes over what it holds. */
export const formerSecretNameOf = (stageName: string): string => `ieum/${stageName}/secrets`
