import * as v from 'valibot'
import type { Agreement } from '../../domain/consent/agreement.ts'
import { type LoginMethod, memberStatuses, type Session } from '../../domain/member/member.ts'
import type { ExpectedClaims, TokenClaim } from '../../domain/member/token-claims.ts'
import type { SignInProof } from '../../flows/ports/store.ts'
import {
  type CheckWrite,
  type Condition,
  checkThat,
  every,
  type UpdateWrite,
  updateWhen,
  type Write,
} from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { agreements, credentialsVersion, memberId, moment } from './fields.ts'
import type { RowDefinition } from './row.ts'

export const authStateEntries = {
  id: memberId,
  externalId: v.exactOptional(v.string()),
  status: v.picklist(memberStatuses),
  credentialsVersion,
  restorableUntil: v.exactOptional(moment),
  agreements: v.exactOptional(agreements),
  asImported: v.exactOptional(v.number()),
}

/** The part of a member that decides about sign-ins and sessions. */
export const memberAuthStateRow = {
  kind: 'member',
  schema: v.object(authStateEntries),
} as const satisfies RowDefinition<v.GenericSchema>

/** The session on whose behalf a member is written. */
export type ActingSession = Pick<Session, 'credentialsVersion'>

/**
 * Part of a change that ends every session of a member: each carries an earlier number from then on. Goes into
 * the transaction of what ends them.
 */
export const endsSessions = { credentialsVersion: 1 } as const

/** The condition that a member's sessions of this version have not ended. An absent number counts as 0. */
const hasCredentialsVersion = (version: number): Condition => ({
  text:
    version === 0
      ? 'attribute_not_exists(#credentialsVersion) OR #credentialsVersion = :credentialsVersion'
      : '#credentialsVersion = :credentialsVersion',
  values: { credentialsVersion: version },
})

/** The condition that a member is active and has not ended the session; `mayContinue` is the rule. */
export const mayStay = (session: ActingSession): Condition =>
  every(
    { text: '#status = :active', values: { active: 'active' } },
    hasCredentialsVersion(session.credentialsVersion),
  )

/** The condition that a member has this login method. */
export const hasMethod = (method: LoginMethod): Condition => ({
  text: 'contains(#ways, :method)',
  values: { method },
})

/** The condition that what a sign-in has proven still leads to the member. */
const hasProof = (proof: SignInProof): Condition =>
  typeof proof === 'string'
    ? hasMethod(proof)
    : every(hasMethod('password'), {
        text: '#passwordHash = :passwordHash',
        values: { passwordHash: proof.passwordHash },
      })

/** The condition that a member has made all of these agreements. */
const hasAgreed = (requiredAgreements: readonly Agreement[]): readonly Condition[] =>
  requiredAgreements.map((agreement, index) => ({
    text: `contains(#agreements, :agreement${index})`,
    values: { [`agreement${index}`]: agreement },
  }))

const verifiedContact = (of: 'email' | 'phone', isVerified: boolean): Condition => ({
  text: isVerified
    ? `#${of}.#verified = :is_verified`
    : `attribute_not_exists(#${of}) OR #${of}.#verified = :is_not_verified`,
  values: isVerified ? { is_verified: true } : { is_not_verified: false },
})

/** The condition that a claim about the member is true, or is not. */
const claimIs: Readonly<Record<TokenClaim, (isTrue: boolean) => Condition>> = {
  phone_number_verified: (isTrue) => verifiedContact('phone', isTrue),
  email_verified: (isTrue) => verifiedContact('email', isTrue),
  identity_verified: (isTrue) => ({
    text: isTrue
      ? 'attribute_exists(#identityVerifiedAt) AND attribute_not_exists(#identityUnproven)'
      : 'attribute_not_exists(#identityVerifiedAt) OR attribute_exists(#identityUnproven)',
  }),
}

/** The conditions that the claims of a token are as expected. */
const hasClaims = ({ wanted, seen }: ExpectedClaims): readonly Condition[] =>
  wanted.map((claim) => claimIs[claim](seen.includes(claim)))

/** No claim is expected, since the token states none. */
export const noClaims: ExpectedClaims = { wanted: [], seen: [] }

/** A session as its member's conditions need it. */
export type MembersSession = ActingSession & Pick<Session, 'memberId'>

/** Checks that a session may continue: the member is active, and its sessions have not ended since. */
export const sessionMayContinueCheck = (session: MembersSession): CheckWrite =>
  checkThat(keys.member(session.memberId), mayStay(session))

/** The condition that a session may be opened or may stay. */
export const maySignIn = (
  session: MembersSession,
  proof: SignInProof,
  requiredAgreements: readonly Agreement[],
  claims: ExpectedClaims,
): Condition =>
  every(mayStay(session), hasProof(proof), ...hasAgreed(requiredAgreements), ...hasClaims(claims))

/**
 * Checks that a session may be opened or may stay: what was proven still holds, the member has made the
 * `requiredAgreements`, and the `claims` of its token are as expected. Refused with the stored member, also for a member who never signed in since an import.
 */
export const maySignInCheck = (
  session: MembersSession,
  proof: SignInProof,
  requiredAgreements: readonly Agreement[] = [],
  claims: ExpectedClaims = noClaims,
): CheckWrite =>
  checkThat(
    keys.member(session.memberId),
    every(maySignIn(session, proof, requiredAgreements, claims), {
      text: 'attribute_not_exists(#asImported)',
    }),
    'tells',
  )

/**
 * Adds agreements to a member whose session may continue. The version stays, since more agreements worsen no
 * decision.
 */
export const agreeWrite = (session: MembersSession, added: readonly Agreement[]): Write =>
  added.length === 0
    ? sessionMayContinueCheck(session)
    : updateWhen(keys.member(session.memberId), { add: { agreements: new Set(added) } }, mayStay(session))

/** Ends every session of a member, on behalf of one that has not ended itself. */
export const endSessionsWrite = (session: MembersSession): UpdateWrite =>
  updateWhen(keys.member(session.memberId), { add: { version: 1, ...endsSessions } }, mayStay(session))
