import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity, ProviderId } from '../../domain/values/identity.ts'
import type { ProviderToken } from '../../domain/visit/provider-token.ts'

/** What the authorization URL is made from. */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  /** S256 (RFC 7636). */
  readonly codeChallenge: string
  /** Ask for the password or a choice of account even where the provider knows the browser. */
  readonly interactive: boolean
}

/** A code that came back from the authorization URL, with what it must be redeemed with. */
export interface CodeGrant {
  readonly code: string
  readonly state: string
  readonly codeVerifier: string
  readonly nonce: string
  readonly redirectUri: string
  /** Seconds: how recent the sign-in at the provider must be, where it says when that was. */
  readonly maxAge?: number
}

/** Somebody whom the provider has just named. */
export interface ProviderLogin {
  readonly identity: Identity
  /**
   * Seconds since the person proved presence at the provider, where it says so (OpenID Connect Core, section 2,
   * `auth_time`): it may have let an old session of its own do.
   */
  readonly presenceAge?: number
  /** For what is asked of the provider next; never stored, never logged. */
  readonly accessToken?: string
  /** What the provider told of the person in the same breath; `fetchProfile` takes no call for what is there. */
  readonly profile?: ProviderProfile
  /**
   * What a later disconnection needs, where it needs anything; sealed as soon as it is heard. `lasts` is false
   * for a token that dies within hours.
   */
  readonly tokenToStore?: ProviderToken & { readonly durable: boolean }
}

/**
 * A provider as the flows see it. Every method throws `ProviderFault` and nothing else: `grant_invalid` when
 * the provider calls the code or token invalid, `token_not_ours` when it was issued to another app,
 * `unavailable` for everything that is down, slow or nonsense.
 */
export interface Provider {
  readonly id: ProviderId
  /** Pure: where the visitor's browser goes. */
  authorizationUrl(request: AuthorizationRequest): string
  /** Redeems a code: who came. As few calls as the provider lets one have, since every sign-in makes them. */
  redeemCode(grant: CodeGrant): Promise<ProviderLogin>
  /** All that the provider tells of the visitor; asked for whenever an identity is new. */
  fetchProfile(providerLogin: ProviderLogin): Promise<ProviderProfile>
  /** Talents that not every provider has. */
  readonly idTokens?: IdTokenReader
  readonly accessTokens?: AccessTokenReader
  readonly disconnection?: Disconnection
  readonly endsSessions?: SessionEnding
  readonly agreements?: AgreementRecording
  readonly unlinkNotices?: UnlinkNotices
}

/** Accepts an id_token that a native SDK received, for one of our own keys. */
export interface IdTokenReader {
  read(idToken: string, nonce: string, maxAge?: number): Promise<ProviderLogin>
}

/** Accepts an access token of a native SDK, because the provider tells which app it was issued to. */
export interface AccessTokenReader {
  /** Also tells when the token ends, so that it can be remembered until then. */
  read(accessToken: string): Promise<ProviderLogin & { readonly expiresAt: Date }>
}

/** Can end the connection between a person and our app at the provider. */
export interface Disconnection {
  /** `kept_token`: the provider takes no word but that of a token of the person's. */
  readonly needs: 'identity' | 'kept_token'
  /**
   * `ended`: the provider said yes, or that the person is not connected. `not_revocable`: there is nothing that
   * the provider could be asked with.
   */
  disconnect(identity: Identity, kept?: OpenedProviderToken): Promise<'ended' | 'not_revocable'>
  /**
   * Revokes the named terms of ours and leaves the connection, which a sibling service shares. Only where a
   * provider app can be shared at all.
   */
  release?(identity: Identity, tags: readonly string[]): Promise<void>
}

/** A kept token, opened for its one purpose. */
export interface OpenedProviderToken extends ProviderToken {
  /** Using it has replaced it: the new one is kept before anything else is asked. */
  renew(token: ProviderToken): Promise<void>
}

/** Can end the provider's own tokens of a person. */
export interface SessionEnding {
  endSessions(identity: Identity): Promise<void>
}

/** Keeps people's answers to our terms as well, and can be told of those that were given to us. */
export interface AgreementRecording {
  /** Records agreements to those of the named terms that the provider knows; resolves when it has. */
  record(identity: Identity, tags: readonly string[]): Promise<void>
}

/** What arrived at the door for notices; the adapter alone knows what makes one authentic. */
export interface RawNotice {
  /** The header of that name, as it came. */
  readonly authorization: string | undefined
  readonly parameters: Readonly<Record<string, string>>
}

/** Tells, unasked, that a person has ended the connection at the provider's side. */
export interface UnlinkNotices {
  /** The status by which the provider knows that a notice has arrived. */
  readonly acknowledgement: 200 | 204
  /** Pure: whom a notice is about, if the provider sent it, and to us. */
  read(notice: RawNotice):
    | { readonly kind: 'unlinked'; readonly identity: Identity }
    /** Nobody but the provider may say so, and this is somebody else. */
    | { readonly kind: 'not_authentic' }
    /** It is for another app, or no notice at all. */
    | { readonly kind: 'malformed' }
    /** The provider sent it, but so long ago that it counts for nothing any more. */
    | { readonly kind: 'outdated' }
  /**
   * Whether the person is connected to our app at this moment: a notice may be late, or sent again. `kept` is what
   * was kept for disconnecting, for a provider that tells it by nothing else.
   */
  isConnected(identity: Identity, kept?: ProviderToken): Promise<boolean>
}

/** The providers that this stage has configured. */
export interface Providers {
  find(id: ProviderId): Provider | undefined
}
