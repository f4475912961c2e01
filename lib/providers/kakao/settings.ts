import { safeOrigin } from '../wire/transport.ts'

/** Our app at Kakao, as its console shows it. */
export interface KakaoSettings {
  /** The REST API key. */
  readonly clientId: string
  /** Where the console has it switched on. */
  readonly clientSecret?: string
  readonly adminKey: string
  /** The number of the app, which is none of its keys. */
  readonly appId: string
  /** The key that the mobile SDKs sign in with. */
  readonly nativeKey?: string
  /** The key that the JavaScript SDK signs in with. */
  readonly jsKey?: string
  readonly authOrigin?: string
  readonly apiOrigin?: string
  /** Consent items to ask for by name; normally the console says which are asked. */
  readonly scopes?: readonly string[]
  /** Tags of the terms that the consent screen shows (Kakao Sync). */
  readonly serviceTerms?: readonly string[]
}

/** The settings with every default in place, and what follows from them. */
export interface KakaoApp extends KakaoSettings {
  readonly authOrigin: string
  readonly apiOrigin: string
  /** Whom an id_token for us may be issued to: each kind of client signs in with a key of its own. */
  readonly audiences: readonly string[]
}

/** Completes the settings. Throws an `Error` that names what is wrong, at start. */
export function toKakaoApp(settings: KakaoSettings): KakaoApp {
  if (!/^\d+$/.test(settings.appId)) throw new Error('Kakao appId must be the number of the app, not a key')
  for (const name of ['clientId', 'clientSecret', 'adminKey', 'nativeKey', 'jsKey'] as const) {
    if (settings[name] === '') throw new Error(`Kakao ${name} must not be empty`)
  }
  const keys = [settings.clientId, settings.nativeKey, settings.jsKey]
  return {
    ...settings,
    authOrigin: safeOrigin('Kakao authOrigin', settings.authOrigin ?? 'https://kauth.kakao.com'),
    apiOrigin: safeOrigin('Kakao apiOrigin', settings.apiOrigin ?? 'https://kapi.kakao.com'),
    audiences: keys.filter((key) => key !== undefined),
  }
}
