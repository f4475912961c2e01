import type { Bodies, SignInOptions } from './api.ts'
import type { Provider } from './provider.ts'

type Known = SignInOptions['providers'][number]

/** What a page may wish of a provider's screens. */
interface AnyWishes {
  /**
   * Which screen there is: `none` shows nothing (who has no session at the provider comes back with `provider_denied`),
   * `login` asks for a sign-in, `select_account` lets the person choose, `create` offers to join. Google has no `login`
   * and no `create`, and lets the person choose then.
   */
  readonly prompt?: Bodies['POST /login/{provider}']['prompt'] | undefined
  /** The e-mail address or number that the provider's form is prefilled with. */
  readonly loginHint?: string | undefined
  /** Public ids of the KakaoTalk channels that the consent screen offers to add: at most ten, with commas. */
  readonly channels?: string | undefined
}

/** Some wishes. The others are refused by name. */
type Only<Names extends keyof AnyWishes> = {
  readonly [Name in keyof AnyWishes]?: Name extends Names ? AnyWishes[Name] : undefined
}

/** The wishes that each provider knows. The API ignores others. */
interface ProviderWishes {
  readonly kakao: AnyWishes
  readonly google: Only<'prompt' | 'loginHint'>
  readonly oidc: Only<'prompt' | 'loginHint'> & {
    readonly prompt?: 'none' | 'login' | 'select_account' | undefined
  }
  readonly line: Only<'prompt'> & { readonly prompt?: 'none' | 'login' | undefined }
  readonly naver: Only<never>
  readonly github: Only<never>
  readonly apple: Only<never>
  /** One that is known at run time alone. */
  readonly other: AnyWishes
}

/** What a page wishes of the screens of a provider. Of one that is known at run time alone, anything. */
export type Wishes<Where extends Provider = Provider> = ProviderWishes[Where extends Known ? Where : 'other']

/** The wishes of a member's visit, which asks for a sign-in in any case. */
export type MemberWishes<Where extends Provider = Provider> = Wishes<Where> & { readonly prompt?: undefined }

/** The wishes that there are, as a request takes them. */
export const wishesGiven = (wishes: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(wishes ?? {}).filter(([, wish]) => wish !== undefined))
