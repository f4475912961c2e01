import type { Agreement } from '../../domain/consent/agreement.ts'
import type { Session, SignIn } from '../../domain/member/member.ts'
import { type ExpectedClaims, trueClaims } from '../../domain/member/token-claims.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Sessions, SignInProof, SignInRefusal } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { memberAuthStateRow, noClaims } from '../rows/auth-state.ts'
import { seenVersionWrite } from '../rows/identity/identity-claim.ts'
import { storedTokenClaimWrite } from '../rows/identity/provider-token.ts'
import { verifiedFactsRow } from '../rows/member/member.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { endPendingWrite } from '../rows/pending.ts'
import { rateOf, roomCheck } from '../rows/rate.ts'
import { readRow } from '../rows/row.ts'
import type { RefusedWrite } from '../table/conflicts.ts'
import type { CheckWrite } from '../table/expressions.ts'

/**
 * The writes that consume what opens a session: the visit's OAuth request, or the token of a pending visit, and its ticket
 * where one was shown.
 */
export const consumeWrites = (once: Parameters<Sessions['open']>[2], { createdAt }: Session) =>
  typeof once === 'object' && 'pendingId' in once
    ? {
        pending: endPendingWrite(once.pendingId, once.tokenId, 'linked', createdAt),
        ...onceWrites(once.ticket ?? 'written_before'),
      }
    : onceWrites(once)

/**
 * The write that stores a provider token of the visit with the identity's claim, where there is a durable
 * one.
 */
export function storedTokenWrites({ identity }: SignIn, storedToken: StoredProviderToken | undefined) {
  const claim = identity && storedTokenClaimWrite(identity, storedToken)
  return claim === undefined ? {} : { claim }
}

/**
 * The same after a try with an outdated version: the claim learns the member's, so the identity's next sign-in
 * needs one try again.
 */
export function seenVersionWrites(
  session: Session,
  storedToken: StoredProviderToken | undefined,
  { wanted, seen }: ExpectedClaims,
) {
  const { identity } = session.signIn
  const facts = wanted.length === 0 ? undefined : seen
  return identity === undefined ? {} : { claim: seenVersionWrite(identity, session, storedToken, facts) }
}

/** What one try to open a session expects of the member. */
export interface OpeningTry {
  readonly session: Session
  readonly agreements: readonly Agreement[]
  /** What the first try expected, the version or the claims, was outdated. */
  readonly isBehind: boolean
  /** The member has not signed in since an import. */
  readonly isFirst: boolean
  /** What the token states of the member, under the condition that it is so. */
  readonly claims: ExpectedClaims
}

/**
 * The second try to open a session; undefined if it would be refused as well. The first one expects the
 * version that the identity's claim has seen, so that a returning sign-in reads nothing but the claim, and
 * that the member has agreed to the terms in force and has signed in before. All is so for most. What was proven is
 * checked again in the second try too.
 */
export function secondTry(
  refused: RefusedWrite | undefined,
  session: Session,
  requiredAgreements: readonly Agreement[] = [],
  expected: ExpectedClaims = noClaims,
): (OpeningTry & { readonly lacks: readonly Agreement[] }) | undefined {
  if (refused?.item === undefined) return undefined
  const {
    status,
    credentialsVersion,
    agreements = [],
    asImported,
  } = readRow(memberAuthStateRow, refused.item)
  const isFirst = asImported !== undefined
  const lacks = requiredAgreements.filter((agreement) => !agreements.includes(agreement))
  const claims = { ...expected, seen: trueClaims(readRow(verifiedFactsRow, refused.item)) }
  const isBehind =
    session.credentialsVersion !== credentialsVersion ||
    expected.wanted.some((claim) => expected.seen.includes(claim) !== claims.seen.includes(claim))
  if (status !== 'active' || (lacks.length === 0 && !isBehind && !isFirst)) return undefined
  return {
    session: { ...session, credentialsVersion },
    agreements: lacks.length === 0 ? requiredAgreements : [],
    isBehind,
    isFirst,
    claims,
    lacks,
  }
}

/** The reason for a refused sign-in: the member's status, or `moved` when the login method is gone. */
export function signInRefusalOf(refused: RefusedWrite | undefined): SignInRefusal {
  if (refused?.item === undefined) return { kind: 'conflict' }
  const member = readRow(memberAuthStateRow, refused.item)
  return member.status === 'active' ? { kind: 'conflict' } : { kind: 'not_active', member }
}

/** Whether a refused member has not signed in since an import. */
export const isFirstSignIn = (refused: RefusedWrite | undefined): boolean =>
  refused?.item !== undefined && readRow(memberAuthStateRow, refused.item).asImported !== undefined

/** The checks that the limits of a password still let one more pass, by name. */
export function limitChecks(
  hashes: KeyedHashes,
  proof: SignInProof,
  now: Date,
): Readonly<Record<`limit:${number}`, CheckWrite>> {
  const within = typeof proof === 'string' ? [] : (proof.within ?? [])
  return Object.fromEntries(
    within.map(
      (attempt, index) => [`limit:${index}` as const, roomCheck(rateOf(hashes, attempt), now)] as const,
    ),
  )
}

/** The reason for which no session was opened, by the refused writes. */
export function openingRefusalOf(
  refusals: Readonly<Record<string, RefusedWrite | undefined>>,
): SignInRefusal {
  const refused = Object.keys(refusals)
  if (refused.some((name) => name.startsWith('limit:'))) return { kind: 'exhausted' }
  return wasUsed(refusals) || refusals['pending'] !== undefined
    ? { kind: 'used' }
    : signInRefusalOf(refusals['member'])
}
