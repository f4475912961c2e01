import { termsInForce } from '../../domain/consent/terms-in-force.ts'
import { requiredAttributes } from '../../domain/member/attributes.ts'
import { contactsToVerify, missingItems } from '../../domain/sign-up/registration.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import { pendingIdOf } from '../../domain/values/ids.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import type { PendingOutcome } from '../../domain/visit/action.ts'
import { type Hint, hintOf } from '../../domain/visit/hint.ts'
import type { OAuthRequest } from '../../domain/visit/oauth-request.ts'
import type { Match } from '../../domain/visit/outcome.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { pendingStateOf, registrable } from '../../domain/visit/pending-visit.ts'
import type { KnownCandidate } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { isShared } from './gather.ts'
import type { RefuseWorld } from './refuse.ts'
import { refuse } from './refuse.ts'
import {
  type Decided,
  decided,
  type PendingResult,
  type RegistrationRequired,
  showProfile,
  showTerms,
} from './result.ts'

/** A visit with the time of its sign-in. */
interface TimedVisit {
  readonly oauthRequest: Pick<OAuthRequest, 'id' | 'clientId' | 'codeChallenge' | 'provider' | 'locale'>
  readonly authTime: Date
}

/** The members that a visit may point to, with what the stage requires. */
export const foundMembers = ({ stage }: Pick<World, 'stage'>, candidates: readonly KnownCandidate[]) => ({
  candidates,
  requiredItems: stage.match.requiredItems,
})

/** Builds the pending visit to store. Without an `outcome`, it is the visit of a signed-in member. */
export function pendingOf(
  world: Pick<World, 'stage' | 'clock' | 'ids'>,
  { oauthRequest, authTime }: TimedVisit,
  profile: ProviderProfile,
  outcome?: PendingOutcome,
  known: readonly KnownCandidate[] = [],
): PendingConnection {
  const now = world.clock.now()
  const { question, held } =
    outcome === undefined
      ? { question: undefined, held: [] }
      : pendingStateOf(outcome, { profile }, foundMembers(world, known), judgedAt(world))
  return {
    id: pendingIdOf(oauthRequest.id),
    transactionId: oauthRequest.id,
    clientId: oauthRequest.clientId,
    codeChallenge: oauthRequest.codeChallenge,
    tokenId: world.ids.token(),
    authTime,
    amr: [oauthRequest.provider],
    locale: oauthRequest.locale,
    createdAt: now,
    expiresAt: after(now, lifetimes.pendingConnection),
    profile,
    ...defined({ question }),
    held,
    shared: isShared(world, profile),
  }
}

/** The time until which the identity of a pending visit waits before it is disconnected. */
export const disconnectDueAt = (pending: PendingConnection, outcome?: PendingOutcome): Date =>
  outcome?.kind === 'member_deactivated'
    ? after(pending.createdAt, lifetimes.pendingWhileDeactivated)
    : pending.expiresAt

export type PendingResultWorld = Pick<World, 'stage' | 'clock' | 'attributes'> & RefuseWorld

/**
 * The result for the visitor of a pending visit. Throws the problem of row 6, whose visit
 * waits while the visitor is refused.
 */
export async function pendingResult(
  world: PendingResultWorld,
  outcome: PendingOutcome,
  pending: PendingConnection,
  known: readonly KnownCandidate[],
): Promise<Decided<PendingResult>> {
  switch (outcome.kind) {
    case 'member_deactivated':
      throw await refuse(world, outcome, undefined, known)
    case 'registration_required':
      return decided(outcome, await askToRegister(world, pending, outcome.variant === 'family_member'))
    case 'link_confirmation_required': {
      const question = await askToLink(world, pending, hintsOf(world, [outcome.match], known))
      const mayRegister = pending.question?.mayRegister ?? outcome.mayRegister
      const needs = outcome.needs === 'sign_in' ? 'proof' : 'consent'
      return decided(outcome, { outcome: outcome.kind, ...question, needs, mayRegister })
    }
    case 'link_proof_required': {
      const question = await askToLink(world, pending, hintsOf(world, outcome.matches, known))
      const mayRegister = pending.question?.mayRegister ?? outcome.mayRegister
      return decided(outcome, { outcome: outcome.kind, ...question, mayRegister })
    }
    default:
      return outcome satisfies never
  }
}

/** Asks the visitor to sign up: the known values, and the missing items. */
export async function askToRegister(
  world: Pick<World, 'stage' | 'clock' | 'attributes' | 'tokens'>,
  pending: PendingConnection,
  familyMember: boolean,
): Promise<RegistrationRequired> {
  const { token, expiresIn } = await issueFor(world, 'register', pending)
  const profile = registrable(pending.profile, pending)
  return {
    outcome: 'registration_required',
    registerToken: token,
    expiresIn,
    identity: profile.identity,
    profile: showProfile(profile),
    missing: [...missingItems(world.stage.match, profile), ...requiredAttributes(world.attributes)],
    verify: contactsToVerify(profile),
    terms: showTerms(termsInForce(world.stage.terms, world.clock.now()), pending.locale, profile),
    familyMember,
  }
}

/** The fields of a link question, with a new link token. */
async function askToLink(
  world: Pick<World, 'tokens'>,
  pending: PendingConnection,
  candidates: readonly Hint[],
) {
  const { token, expiresIn } = await issueFor(world, 'link', pending)
  const { profile } = pending
  return {
    linkToken: token,
    expiresIn,
    identity: profile.identity,
    profile: showProfile(profile),
    candidates,
  }
}

/** One hint for each match that a verified value leads to. */
const hintsOf = (
  world: Pick<World, 'stage' | 'clock'>,
  matches: readonly Match[],
  known: readonly KnownCandidate[],
): readonly Hint[] =>
  matches
    .filter(({ hinted }) => hinted)
    .flatMap((match) => {
      const candidate = known.find(({ id }) => id === match.candidate.id)
      return candidate === undefined ? [] : [hintOf(match, candidate, judgedAt(world), world.stage.timeZone)]
    })

const issueFor = (
  world: Pick<World, 'tokens'>,
  kind: 'register' | 'link',
  { tokenId, id }: PendingConnection,
) => world.tokens.flow.issue(kind, { tokenId, pendingId: id })
