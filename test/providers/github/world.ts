import { createGithub } from '../../../lib/providers/github/adapter.ts'
import type { GithubSettings } from '../../../lib/providers/github/settings.ts'
import { createProviderHttp, defaultHttpLimits, type HttpLimits } from '../../../lib/providers/wire/http.ts'
import { githubCast } from '../../../lib/stand-ins/github/cast.ts'
import type { GithubClients } from '../../../lib/stand-ins/github/persona.ts'
import {
  type GithubStandIn,
  type GithubStandInOptions,
  startGithubStandIn,
} from '../../../lib/stand-ins/github/stand-in.ts'
import { callbackOf } from '../visit-at.ts'

export const clients: GithubClients = {
  clientId: 'Ov23liOurs',
  clientSecret: 'secret-of-ours',
  redirectUris: [callbackOf('github')],
}

/** A GitHub stand-in with the default cast. */
export const startGithub = (options: Partial<GithubStandInOptions> = {}): Promise<GithubStandIn> =>
  startGithubStandIn({ personas: githubCast, clients, ...options })

/** A new adapter without any calls so far. */
export const adapterFor = (
  { origin }: { readonly origin: string },
  settings: Partial<GithubSettings> = {},
  limits: Partial<HttpLimits> = {},
) =>
  createGithub(
    {
      clientId: clients.clientId,
      clientSecret: clients.clientSecret,
      origin,
      apiOrigin: origin,
      ...settings,
    },
    createProviderHttp({ ...defaultHttpLimits, ...limits }),
  )
