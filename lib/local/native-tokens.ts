import { defined } from '../domain/values/defined.ts'
import type { ProviderId } from '../domain/values/identity.ts'
import type { StandIns } from './providers.ts'

/** What a provider's SDK hands to an app after a sign-in. */
export interface NativeTokens {
  readonly idToken?: string
  readonly accessToken: string
  readonly authorizationCode?: string
}

/** Who signed in to which provider's SDK, with the nonce that the app passed. */
export interface NativeSignIn {
  readonly provider: ProviderId
  readonly person: string
  readonly nonce?: string | undefined
}

/** Signs a person in as the SDK of a stand-in would. Undefined for an unknown person, or a provider without such an SDK. */
export const nativeTokensOf =
  (standIns: StandIns) =>
  ({ provider, person, nonce }: NativeSignIn): NativeTokens | undefined => {
    const standIn = standIns[provider]
    if (!standIn?.cast().some(({ key }) => key === person)) return undefined
    if ('nativeTokens' in standIn) return standIn.nativeTokens(person, defined({ nonce }))
    return 'nativeAccessToken' in standIn ? { accessToken: standIn.nativeAccessToken(person) } : undefined
  }
