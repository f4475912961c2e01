import type { SecurityEvent } from '../../domain/leaving/security-event.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity, ProviderId } from '../../domain/values/identity.ts'
import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { AskedToken, OpenedProviderToken } from './provider/stored-token.ts'

/** The parameters of the authorization URL. */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  /** The S256 challenge (RFC 7636, section 4.2). */
  readonly codeChallenge: string
  /** Asks the provider for a password or an account choice even in a known browser. */
  readonly interactive: boolean
  /** The client's wishes for the provider's screens. A provider without such a wish ignores it. */
  readonly hints?: ScreenHints
}

/** Wishes of a client for the provider's screens (OpenID Connect Core, section 3.1.2.1). */
export interface ScreenHints {
  /** `none`: no screen at all; without a session at the provider the visit ends as refused. */
  readonly prompt?: 'none' | 'login' | 'select_account' | 'create' | undefined
  /** An address or number to prefill. */
  readonly loginHint?: string | undefined
  /** The KakaoTalk channels that the consent screen offers to add, by their public ids. */
  readonly channels?: readonly string[] | undefined
}

/** An authorization code with everything that redeeming it needs. */
export interface CodeGrant {
  readonly code: string
  readonly state: string
  readonly codeVerifier: string
  readonly nonce: string
  readonly redirectUri: string
  /** The `iss` beside the code, where the provider sends one (RFC 9207). */
  readonly issuer?: string
  /** The maximum age in seconds of the sign-in at the provider, where the provider reports it. */
  readonly maxAge?: number
  /** What the provider's page says of the person beside the code, unsigned. Only the adapter reads it. */
  readonly user?: string
}

/** A visitor whom the provider has authenticated. */
export interface ProviderLogin {
  readonly identity: Identity
  /**
   * Seconds since the person authenticated at the provider, where the provider reports it (OpenID Connect
   * Core, section 2, `auth_time`). The provider may have accepted an old session of its own.
   */
  readonly signInAge?: number
  /** For further calls to the provider. Never stored and never logged. */
  readonly accessToken?: string
  /** The profile, if it came with the same response. `fetchProfile` then needs no call for it. */
  readonly profile?: ProviderProfile
  /**
   * The token for a later disconnect, if the provider needs one. It is sealed at once. `durable` is false for
   * a token that expires within hours.
   */
  readonly tokenToStore?: ProviderToken & { readonly durable: boolean }
  /** The token that ends the connection within this visit, where the one to store works once. It is sealed at once. */
  readonly tokenToEnd?: ProviderToken
}

/**
 * A provider as the flows see it. Every method throws only `ProviderFault`: `grant_invalid` if the provider
 * calls the code or token invalid, `token_not_ours` if the token was issued to another app, `unavailable` if
 * the provider is down, slow or responds with nonsense.
 */
export interface Provider {
  readonly id: ProviderId
  /** The provider's page posts the response to our callback as a form (OAuth 2.0 Form Post Response Mode). */
  readonly postsBack?: true
  /** Fetches what `authorizationUrl` needs, where the provider publishes it. */
  prepare?(): Promise<void>
  /**
   * Checks the issuer that a response of the provider's page names, with an error as with a code (RFC 9207, section 2.4).
   * Absent where the provider names none. `redeemCode` checks it too.
   */
  checkIssuer?(issuer: string | undefined): Promise<void>
  /** The URL for the visitor's browser (RFC 6749, section 4.1.1). Pure. */
  authorizationUrl(request: AuthorizationRequest): string
  /**
   * Redeems a code for the visitor's identity (RFC 6749, section 4.1.3). Every sign-in makes
   * these calls, so adapters keep them few.
   */
  redeemCode(grant: CodeGrant): Promise<ProviderLogin>
  /** Fetches the visitor's complete profile. Called for every new identity. */
  fetchProfile(providerLogin: ProviderLogin): Promise<ProviderProfile>
  /** Capabilities that only some providers have. */
  readonly idTokens?: IdTokenReader
  readonly accessTokens?: AccessTokenReader
  readonly disconnection?: Disconnection
  readonly endsSessions?: SessionEnding
  readonly agreements?: AgreementRecording
  readonly unlinkNotices?: UnlinkNotices
  readonly eventSender?: EventSender
}

/** Reads an id_token that a native SDK received. The audience must be one of our own keys. */
interface IdTokenReader {
  /** Whether a code may stand beside the id_token, for the token that ends the connection later. */
  readonly takesCode?: true
  read(idToken: string, nonce: string, more?: IdTokenExtras): Promise<ProviderLogin>
}

/** What may stand beside an id_token of a native SDK. */
export interface IdTokenExtras extends Pick<CodeGrant, 'maxAge' | 'user'> {
  /** The code of the same sign-in. */
  readonly authorizationCode?: string
}

/** Reads a native SDK's access token, where the provider reports the app that it was issued to. */
export interface AccessTokenReader {
  /** Also gives the token's expiry, so that its use is remembered until then. */
  read(accessToken: string): Promise<ProviderLogin & { readonly expiresAt: Date }>
}

/** Disconnects a person from our app at the provider. */
export interface Disconnection {
  /** `stored_token`: the provider accepts only a call with a token of the person. */
  readonly needs: 'identity' | 'stored_token'
  /**
   * `ended`: the provider confirmed the end, or the person was not connected. `not_revocable`: there is no token to
   * call the provider with, or the provider refuses for good.
   */
  disconnect(identity: Identity, storedToken?: OpenedProviderToken): Promise<'ended' | 'not_revocable'>
  /**
   * Revokes those of the named terms that the person agreed to and may revoke, and keeps the connection, which a sibling
   * service shares. `refused`: the provider refuses for good. Only for providers whose app can be shared.
   */
  release?(identity: Identity, tags: readonly string[]): Promise<'released' | 'refused'>
}

/** Ends the provider's own tokens of a person. */
interface SessionEnding {
  endSessions(identity: Identity): Promise<void>
}

/** Records consents at a provider that stores consents to our terms too. */
export interface AgreementRecording {
  /** Records agreements to the named terms that the provider knows. */
  record(identity: Identity, tags: readonly string[]): Promise<void>
}

/** A notice as received. Only the adapter knows how to authenticate it. */
export interface RawNotice {
  /** The raw `Authorization` header. */
  readonly authorization: string | undefined
  readonly parameters: Readonly<Record<string, string>>
  /** A body that is signed as a whole (GitHub): the name of its event, the signature, and the text as it came. */
  readonly delivery?:
    | { readonly event: string; readonly signature: string; readonly body: string }
    | undefined
}

/** Notices of a provider that a person has ended the connection there. */
export interface UnlinkNotices {
  /** The status with which the provider expects a notice to be acknowledged. */
  readonly acknowledgement: 200 | 204
  /** The identity of an authentic notice for our app. Pure. */
  read(notice: RawNotice):
    | { readonly kind: 'unlinked'; readonly identity: Identity }
    /** The notice does not come from the provider. */
    | { readonly kind: 'not_authentic' }
    /** The notice is for another app, or is no notice. */
    | { readonly kind: 'malformed' }
    /** The notice is authentic but too old to count. */
    | { readonly kind: 'outdated' }
    /** The notice is authentic and about something else. */
    | { readonly kind: 'irrelevant' }
  /**
   * Whether the person is connected to our app now, since a notice may be late or repeated. `storedToken` is
   * the token for disconnecting, for a provider that reports the connection by nothing else.
   */
  isConnected(identity: Identity, storedToken?: AskedToken): Promise<boolean>
}

/** The events of a token that mean something to us, or `refused` for a token that is not authentic or not for us. */
export type ReadSecurityEvents =
  | { readonly kind: 'events'; readonly events: readonly SecurityEvent[] }
  | { readonly kind: 'refused' }

/** A provider that pushes security events (RFC 8417, RFC 8935). The one door that takes them knows their meaning. */
export interface EventSender {
  /** How a token comes: as the body of a push (RFC 8935), which 202 acknowledges, or as `payload` of JSON, which 200 does. */
  readonly comesAs: 'body' | 'payload'
  /** Every spelling of the issuer. */
  readonly issuers: readonly string[]
  /** Our own apps there. */
  readonly audiences: readonly string[]
  /**
   * The payload of a token that the provider has signed; undefined for one that it has not. Throws
   * `ProviderFault('unavailable')` if its keys cannot be had.
   */
  signedText(token: string): Promise<string | undefined>
  /**
   * Whether the person is connected to our app now, since an event may be late or repeated. `storedToken` is the token
   * for disconnecting, for a provider that reports the connection by nothing else; without one, the time of the event
   * may decide.
   */
  isConnected(identity: Identity, storedToken: ProviderToken | undefined, at: Date): Promise<boolean>
}

/** The stage's configured providers. */
export interface Providers {
  find(id: ProviderId): Provider | undefined
}
