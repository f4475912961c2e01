import { randomBytes } from 'node:crypto'
import type { Environment } from '../host/environment.ts'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { githubCast } from './cast.ts'
import type { GithubPersona } from './persona.ts'
import { type GithubStandIn, startGithubStandIn } from './stand-in.ts'

/**
 * Our app at GitHub. Variables that the environment lacks get local values; the secret is new at every start.
 */
const settingsOf = (given: Environment) =>
  ({
    GITHUB_CLIENT_ID: given['GITHUB_CLIENT_ID'] ?? 'Ov23liLocalClient',
    GITHUB_CLIENT_SECRET: given['GITHUB_CLIENT_SECRET'] ?? randomBytes(20).toString('hex'),
    GITHUB_WEBHOOK_SECRET: given['GITHUB_WEBHOOK_SECRET'] ?? randomBytes(20).toString('hex'),
  }) satisfies Record<string, string>

/**
 * Starts a stand-in for GitHub, unless `GITHUB_ORIGIN` names a real one. Gives the variables for the
 * functions.
 */
export async function startGithub(
  { given, redirectUris }: StandInSetting,
  personas: readonly GithubPersona[] = githubCast,
): Promise<LocalProvider<GithubStandIn>> {
  if (given['GITHUB_ORIGIN'] !== undefined) return { environment: {} }
  const settings = settingsOf(given)
  const standIn = await startGithubStandIn({
    personas,
    clients: {
      clientId: settings.GITHUB_CLIENT_ID,
      clientSecret: settings.GITHUB_CLIENT_SECRET,
      webhookSecret: settings.GITHUB_WEBHOOK_SECRET,
      redirectUris: redirectUris('github'),
    },
  })
  return {
    standIn,
    environment: { ...settings, GITHUB_ORIGIN: standIn.origin, GITHUB_API_ORIGIN: standIn.origin },
  }
}
