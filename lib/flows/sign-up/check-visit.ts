import { areTwoPeople } from '../../domain/leads/person.ts'
import { checkedProfile, isIdentityCheckId, type VisitCheck } from '../../domain/merge/identity-check.ts'
import { defined } from '../../domain/values/defined.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { pendingStateOf } from '../../domain/visit/pending-visit.ts'
import type { World } from '../ports/world.ts'
import { enforceLimits } from '../steps/enforce-limits.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { type BegunCheck, begunCheck, gatewayOf, provenPerson } from '../steps/proven-person.ts'
import { actAnonymously, pendingAgain } from '../visit/act-on-pending.ts'
import { type AskAgainWorld, handOver } from '../visit/ask-again.ts'
import { type DecideAndActWorld, decideAndAct } from '../visit/decide-and-act.ts'
import { isVerifierOf } from '../visit/oauth-request.ts'
import { type OpenPendingWorld, openPending } from '../visit/open-pending.ts'
import { foundMembers, pendingResult } from '../visit/pending-visit.ts'
import type { Decided, PendingResult, SignedIn } from '../visit/result.ts'
import type { SignInWorld } from '../visit/sign-in.ts'
import { isUnderAge } from '../visit/under-age.ts'

/** A visitor's wish for an identity check before there is a member. */
export interface BeginVisitCheckRequest {
  readonly registerToken: string
  readonly codeVerifier: string
  /** The S256 challenge of the check itself. */
  readonly codeChallenge: string
}

type BeginVisitCheckWorld = Pick<
  World,
  'stage' | 'ids' | 'identityGateway' | 'identityChecks' | 'limits' | 'report'
> &
  OpenPendingWorld

/**
 * Starts an identity check of a visitor, bound to the pending visit. Throws `not_found` if the stage has no gateway,
 * `invalid_token`, `token_used`, and `too_many_requests`, since each check costs money.
 */
export async function beginVisitCheck(
  world: BeginVisitCheckWorld,
  { registerToken: token, codeVerifier, codeChallenge }: BeginVisitCheckRequest,
): Promise<BegunCheck> {
  const gateway = gatewayOf(world)
  const pending = await openPending(world, 'register', { token, codeVerifier })
  const { provider, subject } = pending.profile.identity
  // A person may come any number of times, and each visit is a new one.
  await enforceLimits(world, [{ limit: world.stage.limits.identityChecks, key: `${provider}:${subject}` }])
  const check: VisitCheck = {
    id: world.ids.identityCheck(),
    pendingId: pending.id,
    tokenId: pending.tokenId,
    codeChallenge,
    nonce: world.secrets.random(),
    expiresAt: after(world.clock.now(), lifetimes.identityCheck),
  }
  await world.identityChecks.begin(check)
  return begunCheck(gateway, check)
}

/** A visitor's check that the client reports as done. */
export interface ConfirmVisitCheckRequest {
  readonly identityVerificationId: string
  readonly codeVerifier: string
}

type ConfirmVisitCheckWorld = Pick<World, 'secrets' | 'calendar' | 'identityGateway' | 'identityChecks'> &
  DecideAndActWorld &
  AskAgainWorld &
  SignInWorld

/**
 * Decides a pending visit again on what an identity check says of the visitor: asks for a sign-in as the member with the
 * same CI or DI, or for a registration with a new token. Throws `not_found`, `invalid_token` for an unknown check,
 * `token_used`, `provider_denied`, `provider_grant_invalid`, `provider_unavailable`, `too_many_requests`,
 * `identity_mismatch` where the provider told another CI, `guardian_consent_required`, and the problems of refusing rows.
 */
export async function confirmVisitCheck(
  world: ConfirmVisitCheckWorld,
  request: ConfirmVisitCheckRequest,
): Promise<Decided<SignedIn | PendingResult>> {
  const gateway = gatewayOf(world)
  const check = await visitCheckOf(world, request)
  const pending = await pendingOfCheck(world, check)
  const person = await provenPerson(world, gateway, check)
  if (isUnderAge(world, person)) throw new Problem('guardian_consent_required')
  const { ci, di } = person
  if (areTwoPeople(pending.profile, defined({ ci, di }))) throw new Problem('identity_mismatch')
  const visit = { ...pending, profile: checkedProfile(pending.profile, person) }
  const handlers = actAnonymously(world, pending, async (outcome, known) => {
    const state = pendingStateOf(outcome, visit, foundMembers(world, known), judgedAt(world))
    const { profile } = visit
    const handed = await handOver(world, pending, { ...state, profile }, { checkId: check.id })
    return pendingResult(world, outcome, handed, known)
  })
  return decideAndAct(world, pendingAgain(visit), handlers)
}

/** The check that a visit started, with the client's verifier. Any other check gives the same problem as an unknown one. */
async function visitCheckOf(
  world: Pick<World, 'clock' | 'secrets' | 'identityChecks'>,
  { identityVerificationId: id, codeVerifier }: ConfirmVisitCheckRequest,
): Promise<VisitCheck> {
  const found = isIdentityCheckId(id) ? await world.identityChecks.find(id, world.clock.now()) : undefined
  if (found?.kind === 'used') throw new Problem('token_used')
  if (found?.kind !== 'visit' || !isVerifierOf(world, codeVerifier, found.check.codeChallenge)) {
    throw new Problem('invalid_token')
  }
  return found.check
}

/** The visit of a check, unless it has ended or gone on since. A visit may have as many changes as a member in an hour. */
async function pendingOfCheck(
  { stage, clock, pendingConnections }: Pick<World, 'stage' | 'clock' | 'pendingConnections'>,
  { pendingId, tokenId }: VisitCheck,
): Promise<PendingConnection> {
  const { max, windowSeconds } = stage.limits.changes
  const found = await pendingConnections.findCounted(pendingId, max, clock.now())
  if (found === 'exhausted') throw new Problem('too_many_requests', { retryAfter: windowSeconds })
  if (found === undefined) throw new Problem('invalid_token')
  if (found.kind === 'ended' || found.pending.tokenId !== tokenId) throw new Problem('token_used')
  return found.pending
}
