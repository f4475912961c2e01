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
 * Gives the name of the stage's secret. It is the one physical name of the stack: whoever makes the keys has to
 * find the secret without asking CloudFormation.
 */
export const secretNameOf = (stageName: string): string => `ieum/${stageName}/secrets`
