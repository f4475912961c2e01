import type { ProviderId } from '../../../domain/values/identity.ts'
import type { Bilingual } from '../../../domain/values/locale.ts'
import type { AuthorizationParams, Codes, ConsentLine, PersonCard } from '../authorization-endpoint.ts'
import type { Endpoints } from '../host.ts'
import type { StandInRequest, StandInResponse } from '../messages.ts'
import type { Scene } from '../pages.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { NewToken, ProviderState } from './state.ts'

/** A person with an account at a provider, as far as every stand-in knows one. */
export interface ProviderAccount {
  /** A short name for the person, used by pages and tests. */
  readonly key: string
  /** The id of the account. */
  readonly id: string | bigint
  /** The case that the person shows, by its row number. */
  readonly row?: number
  /** What signing in as this person shows. */
  readonly note: Bilingual
  /** The fault of every visit. Each provider has `code`: it refuses the code. */
  readonly trouble?: string
}

/** Our app in the console of a provider. */
export interface ProviderApp {
  readonly clientId: string
  readonly clientSecret: string
  /** The client of our mobile app, where it has its own. */
  readonly nativeClientId?: string
  /** The exact redirect URIs. */
  readonly redirectUris: readonly string[]
}

export type JwtClaims = Readonly<Record<string, unknown>>

/** What can be wrong with an authorization request. */
export type RequestFault =
  | 'client_id'
  | 'redirect_uri'
  | 'response_type'
  | 'state'
  | 'scope'
  | 'code_challenge'

/** What can be wrong with a token request. */
export type TokenFault =
  | 'client_id'
  | 'client_secret'
  | 'grant_type'
  | 'code'
  | 'redirect_uri'
  | 'code_verifier'
  | 'refresh_token'

/** A sign-in that gets tokens. */
export interface TokenVisit<Person, Consent> {
  readonly person: Person
  /** Undefined when the person has removed the app since. */
  readonly consent: Consent | undefined
  readonly params: AuthorizationParams
  readonly clientId: string
  readonly authTime: Date
  readonly accessToken: string
}

/** How a provider judges an authorization request. */
export interface RequestRules<App extends ProviderApp> {
  /** Default of every code: `invalid_request`. */
  readonly codes?: Readonly<Partial<Record<RequestFault, string>>>
  /** The parameters that a request may leave out. A provider without PKCE knows no challenge. */
  readonly optional?: readonly RequestFault[]
  readonly pkce?: 'unknown'
  knowsScope(scope: string | undefined, app: App): boolean
  /** The reason to refuse a request that these rules accept. */
  refuse?(params: AuthorizationParams): string | undefined
}

/** What a provider asks a person, and keeps of the answer. */
interface ConsentRules<Person, App, Consent> {
  /** The consent from before the first visit. */
  before(person: Person, app: App, now: Date): Consent | undefined
  /** The lines of the screen. None when an earlier consent answers them all. */
  lines(
    person: Person,
    consent: Consent | undefined,
    params: AuthorizationParams,
    app: App,
  ): readonly ConsentLine[]
  /** The consent after agreement to some lines, by their ids. */
  after(consent: Consent | undefined, agreed: readonly string[], now: Date): Consent
}

/** How a provider issues tokens. */
export interface TokenRules<Person, App, Consent> {
  /** Seconds that an access token lives. */
  readonly lifetime: number
  /** As many access tokens of a person live at a client. */
  readonly most?: number
  readonly newToken?: NewToken
  readonly refusals: Readonly<Record<TokenFault, StandInResponse>>
  /** Whether a request shows our client and its secret. Default: they are in the form. */
  readonly isClient?: (request: StandInRequest, app: App, origin: string) => boolean
  /** The grant of a request that names none. */
  readonly usualGrant?: 'authorization_code'
  /** A request may leave its redirect URI out. */
  readonly redirectUri?: 'optional'
  /** A request repeats the state of its visit. */
  readonly state?: 'required'
  hasRefreshToken(visit: TokenVisit<Person, Consent>): boolean
  /** The response for a code. */
  response(
    visit: TokenVisit<Person, Consent>,
    tokens: { readonly refreshToken: string | undefined; readonly idToken: string | undefined },
  ): JwtClaims
  /** The response for a refresh token. Without, none is accepted. */
  renewed?(visit: TokenVisit<Person, Consent>, refreshToken: string): JwtClaims
  /** A refresh token works once and is replaced together with its access token. */
  readonly rotates?: true
  /** The form in which a response is sent. Default: JSON. */
  sent?(request: StandInRequest, response: StandInResponse): StandInResponse
}

/** What an OpenID provider says in an id_token. */
export interface IdTokenRules<Person, App, Consent> {
  readonly algorithm?: 'RS256' | 'ES256'
  /** The claims besides those of every id_token. `undefined` in place of a claim omits it, and without claims there is no token. */
  claims(visit: TokenVisit<Person, Consent>): JwtClaims | undefined
  /** The claims about the client that asked. */
  readonly parties?: (clientId: string) => JwtClaims
  /** The secret that signs with HS256, where the form of a token request does not ask for a key. */
  readonly sharedSecret?: (form: URLSearchParams, app: App) => string | undefined
}

/** What one provider does differently from the others, mostly as data. The host does the rest. */
export interface ProviderRules<Person extends ProviderAccount, App extends ProviderApp, Consent> {
  readonly id: ProviderId
  readonly look: Omit<Scene, 'language'>
  readonly paths: { readonly authorize: string; readonly token: string; readonly keys?: string }
  /** The name of a person on pages, and what distinguishes the person there. */
  card(person: Person): Pick<PersonCard, 'title' | 'subtitle'>
  readonly request: RequestRules<App>
  readonly consent: ConsentRules<Person, App, Consent>
  /** Further parameters of the way back to the client, with a code those about the person. */
  returned?(
    parts: Pick<ProviderParts<Person, App, Consent>, 'state' | 'origin'>,
    person: Person | undefined,
    params: AuthorizationParams,
  ): Readonly<Record<string, string>>
  /** What the way back says when the person cancels, where the provider has its own words. */
  readonly cancelled?: Readonly<Record<string, string>>
  readonly tokens: TokenRules<Person, App, Consent>
  readonly idToken?: IdTokenRules<Person, App, Consent>
  /** The endpoints that this provider alone has. */
  endpoints(parts: ProviderParts<Person, App, Consent>): Endpoints
}

/** The parts of a running stand-in. */
export interface ProviderParts<Person extends ProviderAccount, App extends ProviderApp, Consent> {
  readonly rules: ProviderRules<Person, App, Consent>
  readonly clients: App
  readonly state: ProviderState<Person, Consent>
  readonly codes: Codes
  readonly keys: SigningKeys
  readonly origin: string
  readonly now: () => Date
}
