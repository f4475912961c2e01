import { safeOrigin } from '../wire/transport.ts'

/** Our application at Naver, as its console shows it. */
export interface NaverSettings {
  readonly clientId: string
  readonly clientSecret: string
  /**
   * The secret before the newest one. Notices are sealed with the secret: those that were under way when it was
   * issued anew are read with this one, until it is taken out of the configuration.
   */
  readonly previousClientSecret?: string
  readonly authOrigin?: string
  readonly apiOrigin?: string
}

/** The settings with every default in place. */
export interface NaverApp extends NaverSettings {
  readonly authOrigin: string
  readonly apiOrigin: string
}

/** Completes the settings. Throws an `Error` that names what is wrong, at start. */
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
