import { safeOrigin } from '../wire/transport.ts'

/** Our application at Naver, as its console shows it. */
export interface NaverSettings {
  readonly clientId: string
  readonly clientSecret: string
  /**
   * The previous secret. Notices sent before a change of the secret are read with it, until it is removed
   * from the configuration.
   */
  readonly previousClientSecret?: string | undefined
  readonly authOrigin?: string | undefined
  readonly apiOrigin?: string | undefined
}

/** The settings with defaults filled in. */
export interface NaverApp extends NaverSettings {
  readonly authOrigin: string
  readonly apiOrigin: string
}

/** Fills in the defaults. Throws an `Error` that names the invalid setting, at start. */
export function toNaverApp(settings: NaverSettings): NaverApp {
  for (const name of ['clientId', 'clientSecret', 'previousClientSecret'] as const) {
    if (settings[name] === '') throw new Error(`Naver ${name} must not be empty`)
  }
  return {
    ...settings,
    authOrigin: safeOrigin('Naver authOrigin', settings.authOrigin ?? 'https://nid.naver.com'),
    apiOrigin: safeOrigin('Naver apiOrigin', settings.apiOrigin ?? 'https://openapi.naver.com'),
  }
}
