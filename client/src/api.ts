/* Made from /openapi.json by `npm run client-types`. */

export type Term = {
  readonly tag: string
  readonly version: string
  readonly title: string
  readonly required: boolean
  readonly url: string
  readonly agreed?: boolean
}

export type Hint = {
  readonly email?: string
  readonly phone?: string
  readonly name?: string
  readonly joinedMonth?: string
  readonly methods?: readonly string[]
}

export type Profile = {
  readonly email?: string
  readonly emailVerified?: boolean
  readonly phone?: string
  readonly name?: string
  readonly nickname?: string
  readonly picture?: string
  readonly gender?: string
  readonly ageRange?: string
  readonly birth?: {
    readonly year?: number
    readonly monthDay?: string
    readonly calendar: 'solar' | 'lunar'
    readonly leapMonth?: boolean
  }
}

export type Member = {
  readonly id: string
  readonly externalId?: string
  readonly loginId?: string
  readonly status: string
  readonly name?: string
  readonly nickname?: string
  readonly birth?: {
    readonly year?: number
    readonly monthDay?: string
    readonly calendar: 'solar' | 'lunar'
    readonly leapMonth?: boolean
  }
  readonly gender?: string
  readonly email?: string
  readonly emailVerified: boolean
  readonly delivery?: 'failing'
  readonly phone?: string
  readonly phoneVerified: boolean
  readonly identities: readonly {
    readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
    readonly subject: string
    readonly label?: string
    readonly linkedAt: string
    readonly lastUsedAt?: string
    readonly state: 'linked' | 'unlinked_by_provider'
    readonly told?: {
      readonly nickname?: string
      readonly picture?: string
      readonly gender?: string
      readonly ageRange?: string
      readonly birth?: {
        readonly year?: number
        readonly monthDay?: string
        readonly calendar: 'solar' | 'lunar'
        readonly leapMonth?: boolean
      }
      readonly friend?: boolean
    }
  }[]
  readonly passkeys: readonly {
    readonly id: string
    readonly name: string
    readonly createdAt: string
    readonly lastUsedAt?: string
    readonly backedUp: boolean
    readonly usable: boolean
  }[]
  readonly methods: readonly string[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly locale: 'ko' | 'en'
  readonly identityVerifiedAt?: string
  readonly createdAt: string
}

export type SignInOptions = {
  readonly providers: readonly ('kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc')[]
  readonly doors: {
    readonly emailSignUp: boolean
    readonly phoneSignUp: boolean
    readonly passwordSignIn: boolean
    readonly emailCodeSignIn: boolean
    readonly smsCodeSignIn: boolean
  }
  readonly passkeys: boolean
  readonly attributes: Readonly<Record<string, unknown>>
  readonly requiredItems: readonly (
    | 'email'
    | 'phone'
    | 'name'
    | 'nickname'
    | 'birth'
    | 'gender'
    | 'identity'
  )[]
  readonly verifiedItems: readonly (
    | 'email'
    | 'phone'
    | 'name'
    | 'nickname'
    | 'birth'
    | 'gender'
    | 'identity'
  )[]
  readonly graceDays: number
}

export type StartedVisit = {
  readonly transaction: string
  readonly authorizationUrl: string
  readonly state: string
  readonly nonce: string
}

export type StartedRedirect = {
  readonly authorizationUrl: string
  readonly state: string
  readonly nonce: string
  readonly startUrl?: string
}

export type StartedPasskeyUse = {
  readonly transaction: string
  readonly options: Readonly<Record<string, unknown>>
  readonly expiresIn: number
}

export type StartedPasskey = {
  readonly transaction: string
  readonly options: Readonly<Record<string, unknown>>
  readonly expiresIn: number
}

export type RenewedSession = {
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  readonly expiresIn: number
  readonly refreshToken?: string
}

export type StartedVerification = {
  readonly verificationId: string
  readonly expiresIn: number
  readonly resendAfter: number
}

export type ConfirmedVerification = {
  readonly verificationToken: string
  readonly expiresIn: number
}

export type StartedUpload = {
  readonly key: string
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
  readonly maxBytes: number
  readonly expiresIn: number
}

export type StartedCheck = {
  readonly identityVerificationId: string
  readonly nonce: string
  readonly storeId: string
  readonly channelKey: string
  readonly expiresIn: number
}

export type Reactivated = {
  readonly outcome: 'reactivated'
}

export type Terms = {
  readonly terms: readonly Term[]
}

export type Consents = {
  readonly consents: readonly {
    readonly tag: string
    readonly version: string
    readonly agreed: boolean
    readonly at: string
    readonly source: string
    readonly channel?: string
  }[]
}

export type Sessions = {
  readonly sessions: readonly {
    readonly id: string
    readonly clientId: string
    readonly device?: string
    readonly createdAt: string
    readonly lastUsedAt: string
    readonly current: boolean
    readonly methods: readonly string[]
  }[]
}

export type FoundMembers = {
  readonly members: readonly Member[]
}

export type OperatedMember = {
  readonly id: string
  readonly externalId?: string
  readonly status: string
}

export type History = {
  readonly events: readonly {
    readonly id: string
    readonly type: string
    readonly at: string
    readonly operator?: string
    readonly identity?: {
      readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
      readonly subject: string
    }
    readonly changed?: readonly string[]
    readonly source?: string
    readonly byMember?: string
    readonly survivor?: string
    readonly merged?: string
    readonly consents?: readonly {
      readonly tag: string
      readonly version: string
      readonly agreed: boolean
    }[]
  }[]
  readonly before?: string
}

export type Jwks = {
  readonly keys: readonly Readonly<Record<string, unknown>>[]
}

export type Issuer = {
  readonly issuer: string
  readonly jwks_uri: string
}

export type Health = {
  readonly status: 'ok' | 'degraded'
  readonly checks?: HealthChecks
}

export type HealthChecks = {
  readonly table: 'ok' | 'failing' | 'unknown'
  readonly secrets: 'ok' | 'failing' | 'unknown'
  readonly keys: 'ok' | 'failing' | 'unknown'
  readonly messages: 'ok' | 'failing' | 'unknown'
  readonly disconnections: 'ok' | 'failing' | 'unknown'
  readonly erasures: 'ok' | 'failing' | 'unknown'
  readonly mail: 'ok' | 'failing' | 'unknown'
}

export type SignedIn = {
  readonly outcome: 'signed_in'
  readonly created: boolean
  readonly member: {
    readonly id: string
    readonly externalId?: string
  }
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  readonly expiresIn: number
  readonly refreshToken?: string
  readonly deviceToken?: string
  readonly termsDue?: readonly Term[]
}

export type RegistrationRequired = {
  readonly outcome: 'registration_required'
  readonly registerToken: string
  readonly expiresIn: number
  readonly identity: {
    readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
    readonly subject: string
  }
  readonly profile: Profile
  readonly missing: readonly string[]
  readonly verify: readonly ('email' | 'phone')[]
  readonly terms: readonly Term[]
  readonly familyMember: boolean
}

export type LinkConfirmationRequired = {
  readonly outcome: 'link_confirmation_required'
  readonly linkToken: string
  readonly expiresIn: number
  readonly identity: {
    readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
    readonly subject: string
  }
  readonly profile: Profile
  readonly candidates: readonly Hint[]
  readonly needs: 'consent' | 'proof'
  readonly mayRegister: boolean
}

export type LinkProofRequired = {
  readonly outcome: 'link_proof_required'
  readonly linkToken: string
  readonly expiresIn: number
  readonly identity: {
    readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
    readonly subject: string
  }
  readonly profile: Profile
  readonly candidates: readonly Hint[]
  readonly mayRegister: boolean
}

export type MergeConfirmationRequired = {
  readonly outcome: 'merge_confirmation_required'
  readonly mergeToken: string
  readonly expiresIn: number
  readonly needs: 'consent' | 'proof'
  readonly candidates: readonly Hint[]
}

export type Linked = {
  readonly outcome: 'linked'
  readonly member: Member
}

export type AlreadyLinked = {
  readonly outcome: 'already_linked'
  readonly member: Member
}

export type Unlinked = {
  readonly outcome: 'unlinked'
  readonly member: Member
}

export type Merged = {
  readonly outcome: 'merged'
  readonly member: Member
}

export type IdentityVerified = {
  readonly outcome: 'identity_verified'
  readonly member: Member
}

export type Reauthenticated = {
  readonly outcome: 'reauthenticated'
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  readonly expiresIn: number
  readonly user_mapping: 'RECERTIFICATION'
}

export type Declined = {
  readonly outcome: 'declined'
}

export type Outcome =
  | SignedIn
  | RegistrationRequired
  | LinkConfirmationRequired
  | LinkProofRequired
  | MergeConfirmationRequired
  | Linked
  | AlreadyLinked
  | Unlinked
  | Merged
  | IdentityVerified
  | Reauthenticated
  | Declined

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code:
    | 'member_deactivated'
    | 'member_suspended'
    | 'member_withdrawn'
    | 'mandatory_items_not_agreed'
    | 'guardian_consent_required'
    | 'merge_not_allowed'
    | 'reauthentication_mismatch'
    | 'provider_denied'
    | 'provider_unavailable'
    | 'provider_grant_invalid'
    | 'provider_token_not_ours'
    | 'rejoin_not_allowed_yet'
    | 'identity_mismatch'
    | 'invalid_request'
    | 'invalid_transaction'
    | 'invalid_ticket'
    | 'invalid_code'
    | 'consent_missing'
    | 'register_token_subject_mismatch'
    | 'invalid_token'
    | 'invalid_credentials'
    | 'insufficient_user_authentication'
    | 'refused_by_service'
    | 'not_found'
    | 'token_used'
    | 'email_taken'
    | 'phone_taken'
    | 'identity_taken'
    | 'contact_required'
    | 'last_login_method'
    | 'status_conflict'
    | 'payload_too_large'
    | 'unsupported_media_type'
    | 'too_many_requests'
    | 'hook_failed'
    | 'unexpected'
    | 'unavailable'
    | (string & Record<never, never>)
  readonly detail: string
  readonly instance: string
  readonly errors?: readonly {
    readonly pointer: string
    readonly detail: string
  }[]
  readonly user_mapping?: 'MANDATORY_ITEMS_NOT_AGREED' | 'DEACTIVATION_USER' | 'RECERTIFICATION'
  readonly items?: readonly string[]
  readonly mailSentTo?: string
  readonly reactivateToken?: string
  readonly restorableUntil?: string
  readonly rejoinFrom?: string
  readonly checks?: HealthChecks
  readonly retryAfter?: number
}

/** The body of each request. */
export interface Bodies {
  'POST /login/{provider}':
    | {
        readonly clientId: string
        readonly codeChallenge: string
        readonly intent?: 'login' | 'link' | 'reauth'
        readonly prompt?: 'none' | 'login' | 'select_account' | 'create'
        readonly loginHint?: string
        readonly channels?: string
        readonly flow?: 'direct'
        readonly redirectUri?: string
      }
    | {
        readonly clientId: string
        readonly codeChallenge: string
        readonly intent?: 'login' | 'link' | 'reauth'
        readonly prompt?: 'none' | 'login' | 'select_account' | 'create'
        readonly loginHint?: string
        readonly channels?: string
        readonly flow: 'redirect'
        readonly redirectUri: string
        readonly state?: string
      }
  'POST /login/password': {
    readonly clientId: string
    readonly identifier: string
    readonly password: string
    readonly deviceToken?: string
  }
  'POST /login/code': {
    readonly clientId: string
    readonly verificationToken: string
  }
  'POST /login/passkey/options': {
    readonly clientId: string
    readonly intent?: 'reauth'
  }
  'POST /login/passkey': {
    readonly transaction: string
    readonly credential: {
      readonly id: string
      readonly type: 'public-key'
      readonly response: {
        readonly clientDataJSON: string
        readonly authenticatorData: string
        readonly signature: string
        readonly userHandle?: string | null
      }
    }
  }
  'POST /verification':
    | {
        readonly channel: 'email'
        readonly to: string
        readonly purpose: 'sign_up' | 'sign_in' | 'contact'
      }
    | {
        readonly channel: 'sms'
        readonly to: string
        readonly purpose: 'sign_up' | 'sign_in' | 'contact'
      }
  'POST /verification/confirm': {
    readonly verificationId: string
    readonly code: string
  }
  'POST /callback/{provider}': {
    readonly transaction: string
    readonly codeVerifier: string
    readonly state?: string
    readonly code?: string
    readonly error?: string
    readonly iss?: string
    readonly idToken?: string
    readonly authorizationCode?: string
    readonly user?: string
    readonly accessToken?: string
  }
  'POST /token':
    | {
        readonly ticket: string
        readonly codeVerifier: string
      }
    | {
        readonly refreshToken?: string
      }
  'POST /register':
    | {
        readonly registerToken: string
        readonly codeVerifier: string
        readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
        readonly subject: string
        readonly verificationTokens?: readonly string[]
        readonly name?: string
        readonly nickname?: string
        readonly birth?: {
          readonly year: number
          readonly monthDay: string
          readonly calendar: 'solar' | 'lunar'
          readonly leapMonth?: boolean
        }
        readonly gender?: 'female' | 'male' | 'other'
        readonly attributes?: Readonly<Record<string, unknown>>
        readonly consents?: readonly {
          readonly tag: string
          readonly version: string
          readonly agreed: boolean
        }[]
      }
    | {
        readonly clientId: string
        readonly verificationToken: string
        readonly verificationTokens?: readonly string[]
        readonly password: string
        readonly continueAs?: 'new'
        readonly name?: string
        readonly nickname?: string
        readonly birth?: {
          readonly year: number
          readonly monthDay: string
          readonly calendar: 'solar' | 'lunar'
          readonly leapMonth?: boolean
        }
        readonly gender?: 'female' | 'male' | 'other'
        readonly attributes?: Readonly<Record<string, unknown>>
        readonly consents?: readonly {
          readonly tag: string
          readonly version: string
          readonly agreed: boolean
        }[]
      }
  'POST /uploads':
    | {
        readonly registerToken: string
        readonly codeVerifier: string
        readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp'
      }
    | {
        readonly verificationToken: string
        readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp'
      }
    | {
        readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp'
      }
  'POST /link':
    | {
        readonly linkToken: string
        readonly codeVerifier: string
        readonly consent: true
      }
    | {
        readonly linkToken: string
        readonly codeVerifier: string
        readonly consent: false
        readonly continueAs?: 'new'
      }
    | {
        readonly mergeToken: string
        readonly codeVerifier: string
        readonly consent: boolean
        readonly otherAccessToken?: string
      }
    | {
        readonly registerToken: string
        readonly codeVerifier: string
        readonly consent: true
      }
  'POST /unlink': {
    readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
    readonly subject?: string
  }
  'POST /identity-verification':
    | {
        readonly codeChallenge: string
      }
    | {
        readonly registerToken: string
        readonly codeVerifier: string
        readonly codeChallenge: string
      }
  'POST /identity-verification/confirm': {
    readonly identityVerificationId: string
    readonly codeVerifier: string
  }
  'POST /logout': {
    readonly everywhere?: boolean
    readonly refreshToken?: string
  }
  'PATCH /me': {
    readonly verificationToken?: string
    readonly password?: string | null
    readonly name?: string
    readonly nickname?: string
    readonly birth?: {
      readonly year: number
      readonly monthDay: string
      readonly calendar: 'solar' | 'lunar'
      readonly leapMonth?: boolean
    }
    readonly gender?: 'female' | 'male' | 'other'
    readonly locale?: 'ko' | 'en'
    readonly attributes?: Readonly<Record<string, unknown>>
  }
  'POST /me/passkeys/options': Readonly<Record<string, never>>
  'POST /me/passkeys': {
    readonly transaction: string
    readonly credential: {
      readonly id: string
      readonly type: 'public-key'
      readonly response: {
        readonly clientDataJSON: string
        readonly attestationObject: string
        readonly transports?: readonly string[]
      }
    }
    readonly name?: string
  }
  'PATCH /me/passkeys/{id}': {
    readonly name: string
  }
  'POST /me/deactivate': Readonly<Record<string, never>>
  'POST /reactivate': {
    readonly token: string
  }
  'POST /me/consents': {
    readonly consents: readonly {
      readonly tag: string
      readonly version: string
      readonly agreed: boolean
    }[]
  }
  'POST /webhooks/{provider}': {
    readonly payload: string
  }
  'POST /service/members/{id}/suspend': Readonly<Record<string, never>>
  'POST /service/members/{id}/unsuspend': Readonly<Record<string, never>>
  'POST /service/members/{id}/deactivate': Readonly<Record<string, never>>
  'POST /service/members/{id}/reactivate': Readonly<Record<string, never>>
  'POST /service/members/{id}/close': Readonly<Record<string, never>>
  'POST /service/members/{id}/sign-out': Readonly<Record<string, never>>
  'POST /service/members/{id}/unlink': {
    readonly provider: 'kakao' | 'naver' | 'google' | 'github' | 'apple' | 'line' | 'oidc'
    readonly subject?: string
    readonly force?: boolean
  }
  'POST /service/members/{id}/remove-passkey': {
    readonly passkey: string
    readonly force?: boolean
  }
}
