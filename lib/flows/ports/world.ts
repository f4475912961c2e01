import type { TermVersion } from '../../domain/consent/terms-in-force.ts'
import type { ClosingPolicy } from '../../domain/leaving/closing-policy.ts'
import type { DeactivationId } from '../../domain/leaving/reactivation.ts'
import type { StageLimits } from '../../domain/limits/stage-limits.ts'
import type { AttributeRules } from '../../domain/member/attributes.ts'
import type { TokenClaim } from '../../domain/member/token-claims.ts'
import type { IdentityCheckId } from '../../domain/merge/identity-check.ts'
import type { RelyingParty } from '../../domain/passkey/relying-party.ts'
import type { Client } from '../../domain/values/client.ts'
import type { DeviceLabel } from '../../domain/values/device.ts'
import type { Phone } from '../../domain/values/evidence.ts'
import type {
  DeviceId,
  MemberId,
  OAuthRequestId,
  PasskeyId,
  PendingId,
  SessionId,
  TokenId,
} from '../../domain/values/ids.ts'
import type { SessionLifetimes } from '../../domain/values/lifetimes.ts'
import type { SmsPolicy } from '../../domain/values/sms-policy.ts'
import type { Doors, VerificationId } from '../../domain/values/verification.ts'
import type { LogContext } from '../../domain/visit/funnel.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import type { Calendar } from './calendar.ts'
import type { IdentityGateway } from './identity-gateway.ts'
import type { MessageSealing } from './messages.ts'
import type { Passkeys } from './passkeys/passkeys.ts'
import type { Passwords } from './passwords.ts'
import type { Providers } from './provider.ts'
import type {
  Candidates,
  Changes,
  Deactivations,
  DueClaims,
  Erasures,
  IdentityChecks,
  IdentityClaims,
  LeftMembers,
  Limits,
  Links,
  Members,
  Merges,
  PendingConnections,
  Registrations,
  RejoinBlocks,
  Sessions,
  Tickets,
  UnlinksByProvider,
  Verifications,
  Withdrawals,
} from './store.ts'
import type { KeyedHashes, Secrets, Tokens } from './tokens.ts'
import type { Uploads } from './uploads.ts'

/** A stage's own settings. */
export interface StagePolicy {
  /** Our own origin. Never taken from a request. */
  readonly origin: string
  readonly clients: readonly Client[]
  readonly match: MatchPolicy
  /** Every version, also those that lie ahead; `termsInForce` picks the ones of today. */
  readonly terms: readonly TermVersion[]
  readonly sessions: SessionLifetimes
  readonly sms: SmsPolicy
  readonly closing: ClosingPolicy
  readonly limits: StageLimits
  /** The client's page that reactivation messages link to; absent if there is none. */
  readonly reactivationUrl?: string | undefined
  /** The sign-ups and sign-ins that the stage offers beside the providers. */
  readonly doors: Doors
  /** Whose passkeys sign members in; null: the stage has no passkeys. */
  readonly passkeys: RelyingParty | null
  /** The member's claims in access tokens, beside the id. */
  readonly tokens: { readonly claims: readonly TokenClaim[] }
  /** The service's time zone (IANA). */
  readonly timeZone: string
}

/** New ids: UUIDv7. */
export interface Ids {
  member(): MemberId
  session(): SessionId
  pending(): PendingId
  oauthRequest(): OAuthRequestId
  device(): DeviceId
  passkey(): PasskeyId
  token(): TokenId
  verification(): VerificationId
  deactivation(): DeactivationId
  identityCheck(): IdentityCheckId
  /** The id of an appended record. */
  record(): string
}

export interface Store {
  readonly identityClaims: IdentityClaims
  readonly candidates: Candidates
  readonly members: Members
  readonly changes: Changes
  readonly sessions: Sessions
  readonly pendingConnections: PendingConnections
  readonly tickets: Tickets
  readonly registrations: Registrations
  readonly links: Links
  readonly merges: Merges
  readonly identityChecks: IdentityChecks
  readonly unlinksByProvider: UnlinksByProvider
  readonly deactivations: Deactivations
  readonly withdrawals: Withdrawals
  readonly leftMembers: LeftMembers
  readonly erasures: Erasures
  readonly rejoinBlocks: RejoinBlocks
  readonly verifications: Verifications
  readonly limits: Limits
  readonly dueClaims: DueClaims
  readonly passkeys: Passkeys
}

/** Reports a failure to the operators that no client can act on. */
type Report = (notice: Readonly<{ event: string } & Record<string, string | number | boolean>>) => void

/** Everything that flows can reach. Each flow takes a `Pick` of what it uses, so its signature tells what it touches. */
export interface World extends Store {
  readonly stage: StagePolicy
  /** The rules of the stage's attribute schema. */
  readonly attributes: AttributeRules
  readonly clock: { now(): Date }
  readonly calendar: Calendar
  readonly ids: Ids
  readonly secrets: Secrets
  /** What CloudFront shows with each request; empty where nothing stands before the gateway. */
  readonly originSecrets: readonly string[]
  readonly tokens: Tokens
  readonly hashes: KeyedHashes
  readonly passwords: Passwords
  readonly messageSealing: MessageSealing
  /** Whether the stage sends texts to a number. */
  readonly receivesTexts: (to: Phone) => boolean
  readonly uploads: Uploads
  readonly providers: Providers
  /** Absent if the stage has none. */
  readonly identityGateway: IdentityGateway | undefined
  readonly report: Report
  /** Adds to the log context of the current step. */
  readonly addToLogContext: (more: LogContext) => void
  /** The device of the current request; undefined if unknown. */
  readonly device: () => DeviceLabel | undefined
}
