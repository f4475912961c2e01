import { checkAddress } from '../wire/address.ts'

/** Our app at GitHub: an OAuth app, or a GitHub App with the permission to read e-mail addresses. */
export interface GithubSettings {
  readonly clientId: string
  readonly clientSecret: string
  /** The secret of a GitHub App's webhook. Absent: the app tells nothing. */
  readonly webhookSecret?: string | undefined
  /** The one before, while the secret changes. */
  readonly previousWebhookSecret?: string | undefined
  /** The sign-in site. GitHub Enterprise has its own. */
  readonly origin?: string | undefined
  /** The API. GitHub Enterprise Server serves it below a path, `https://HOST/api/v3`. */
  readonly apiOrigin?: string | undefined
}

/** The settings with defaults filled in. */
export interface GithubApp extends GithubSettings {
  readonly origin: string
  readonly apiOrigin: string
}

/** Fills in the defaults. Throws an `Error` that names the invalid setting, at start. */
export function toGithubApp(settings: GithubSettings): GithubApp {
  // Both values go into paths and headers.
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
