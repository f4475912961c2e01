import { safeOrigin } from '../wire/transport.ts'

/** Our app at Kakao, as its console shows it. */
export interface KakaoSettings {
  /** The REST API key. */
  readonly clientId: string
  /** Present where the console has it switched on. */
  readonly clientSecret?: string | undefined
  readonly adminKey: string
  /** The admin key before, which Kakao's notices may still carry while the key rotates. */
  readonly previousAdminKey?: string | undefined
  /** The number of the app, not one of its keys. */
  readonly appId: string
  /** The keys of the mobile SDKs. */
  readonly nativeKeys: readonly string[]
  /** The keys of the JavaScript SDK. */
  readonly javascriptKeys: readonly string[]
  readonly authOrigin?: string | undefined
  readonly apiOrigin?: string | undefined
  /** Consent items to request by name. The console normally decides which items are requested. */
  readonly scopes?: readonly string[] | undefined
  /** Tags of the terms on the consent screen (Kakao Sync). */
  readonly serviceTerms?: readonly string[] | undefined
}

/** The settings with defaults filled in, and the values derived from them. */
export interface KakaoApp extends KakaoSettings {
  readonly authOrigin: string
  readonly apiOrigin: string
  /** The keys that an id_token for us may be issued to. Each kind of client signs in with its own key. */
  readonly audiences: readonly string[]
}

/** Fills in the defaults. Throws an `Error` that names the invalid setting, at start. */
export function toKakaoApp(settings: KakaoSettings): KakaoApp {
  if (!/^\d+$/.test(settings.appId)) throw new Error('Kakao appId must be the number of the app, not a key')
  for (const name of ['clientId', 'clientSecret', 'adminKey'] as const) {
    if (settings[name] === '') throw new Error(`Kakao ${name} must not be empty`)
  }
  const { clientId, nativeKeys, javascriptKeys } = settings
  const audiences = [clientId, ...nativeKeys, ...javascriptKeys]
  if (audiences.includes(''))
    throw new Error('Kakao nativeKeys and javascriptKeys must not hold an empty one')
  return {
    ...settings,
    authOrigin: safeOrigin('Kakao authOrigin', settings.authOrigin ?? 'https://kauth.kakao.com'),
    apiOrigin: safeOrigin('Kakao apiOrigin', settings.apiOrigin ?? 'https://kapi.kakao.com'),
    audiences,
  }
}
