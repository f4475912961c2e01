import type { HookName } from '../../domain/hooks/hook-name.ts'
import type { Birth } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'

/** A member as the service's hooks see it: the names are those of `GET /me`. */
export interface MemberFacts {
  readonly id: string
  readonly externalId?: string
  readonly loginId?: string
  readonly name?: string
  readonly nickname?: string
  readonly birth?: Birth
  readonly gender?: string
  readonly email?: string
  readonly emailVerified: boolean
  readonly phone?: string
  readonly phoneVerified: boolean
  readonly identities: readonly { readonly provider: string; readonly subject: string }[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly locale: Locale
  readonly identityVerifiedAt?: string
  readonly createdAt: string
}

/** Claims that a service adds to access tokens. */
export type AddedClaims = Readonly<Record<string, unknown>>

/**
 * The service's own hooks, each absent where the service has none. Every one gets a frozen copy and throws `hook_failed`
 * if the hook throws, takes longer than its time, or answers what it may not.
 */
export interface ServiceHooks {
  /** The claims for the next access token of a member. Nothing is written before the answer. */
  readonly tokenClaims: ((member: MemberFacts) => Promise<AddedClaims>) | undefined
}

/** A world with some of the service's hooks. */
export interface Hooked<Name extends HookName & keyof ServiceHooks> {
  readonly hooks: Pick<ServiceHooks, Name>
}
