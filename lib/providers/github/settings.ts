import { checkAddress } from '../wire/address.ts'

/** Our app at GitHub, as its settings show it: an OAuth app, or a GitHub App that may read e-mail addresses. */
export interface GithubSettings {
  readonly clientId: string
  readonly clientSecret: string
  /** Where people sign in: another one for GitHub Enterprise. */
  readonly origin?: string
  /** Where the API is; at GitHub Enterprise Server it has a path, `https://HOST/api/v3`. */
  readonly apiOrigin?: string
}

/** The settings with every default in place. */
export interface GithubApp extends GithubSettings {
  readonly origin: string
  readonly apiOrigin: string
}

/** Completes the settings. Throws an `Error` that names what is wrong, at start. */
export function toGithubApp(settings: GithubSettings): GithubApp {
  // Both stand in paths and headers.
  for (const name of ['clientId', 'clientSecret'] as const) {
    if (!/^[\x21-\x7e]+$/.test(settings[name])) throw new Error(`GitHub ${name} must be text without spaces`)
  }
  return {
    ...settings,
    origin: checkAddress('GitHub origin', settings.origin ?? 'https://github.com', 'https://github.com'),
    apiOrigin: checkAddress(
      'GitHub apiOrigin',
      settings.apiOrigin ?? 'https://api.github.com',
      'https://api.github.com',
    ),
  }
}
