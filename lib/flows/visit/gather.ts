import { blockedValuesOfVisitor } from '../../domain/leaving/closing-policy.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import type {
  Candidate,
  IdentityStatus,
  ProviderRefusal,
  VisitFacts,
  Visitor,
} from '../../domain/visit/facts.ts'
import type { MemberVisitor } from '../../domain/visit/oauth-request.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Provider, ProviderLogin } from '../ports/provider.ts'
import type { KnownCandidate } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { findRejoinBlock } from './rejoin-block.ts'
import { isUnderAge } from './under-age.ts'

/** A provider's answer, or the fact that it gave none. The one place where a provider's failure is caught. */
export async function callProvider<Answer>(
  question: () => Promise<Answer>,
): Promise<
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly fault: ProviderFault }
> {
  try {
    return { kind: 'answered', answer: await question() }
  } catch (error) {
    if (error instanceof ProviderFault) return { kind: 'refused', fault: error }
    throw error
  }
}

/** A visit as it presents itself. */
export interface ProviderVisit {
  readonly identity: Identity
  /** The profile, asked for at most once and only when the identity is new. */
  readonly fetch: () => Promise<ProviderProfile>
  /** The signed-in member whose visit it is; absent when somebody signs in. */
  readonly visitor?: MemberVisitor | undefined
  /** What the visit leaves for disconnecting. */
  readonly storedToken?: StoredProviderToken
}

/** The facts as they are now, and more of the candidates than the decision itself needs. */
export interface Gathered {
  readonly facts: VisitFacts
  readonly known: readonly KnownCandidate[]
}

/**
 * Gathers what the decision needs to know, as it is now. A linked identity costs one read and no call to the
 * provider. Members whose state was not read (the linked one, the signed-in one) count as active until the
 * act's own condition says otherwise.
 */
export async function gather(
  world: World,
  { identity, fetch, visitor, storedToken }: ProviderVisit,
): Promise<Gathered> {
  const who = visitorOf(visitor)
  const policy = world.stage.match
  const identityStatus = identityStatusOf(await findClaim(world, identity, storedToken), visitor)
  const refused = (why: ProviderRefusal): VisitFacts => ({
    kind: 'visit',
    visitor: who,
    provider: { kind: 'refused', why },
    policy,
  })
  const answered = (profile: ProviderProfile | undefined, candidates: readonly Candidate[]) => ({
    kind: 'visit' as const,
    visitor: who,
    provider: { kind: 'answered' as const, identity, identityStatus, candidates, ...told(world, profile) },
    policy,
  })
  if (identityStatus.kind !== 'new') return { facts: answered(undefined, []), known: [] }
  const asked = await callProvider(fetch)
  if (asked.kind === 'refused') return { facts: refused(asked.fault.why), known: [] }
  // Who is signed in is nobody's match: the member is known, and links by its own wish.
  const isAnonymous = who.kind === 'anonymous'
  if (!isAnonymous) return { facts: answered(asked.answer, []), known: [] }
  const [known, rejoinBlockedUntil] = await Promise.all([
    world.candidates.find(asked.answer, world.clock.now()),
    findRejoinBlock(world, blockedValuesOfVisitor(asked.answer, identity)),
  ])
  const { provider, ...facts } = answered(asked.answer, known)
  return {
    facts: {
      ...facts,
      provider: { ...provider, ...defined({ rejoinBlockedUntil }) },
    },
    known,
  }
}

/**
 * The claim of an identity whose person stands at the door, and is therefore connected at the provider. Where the
 * connection had been ended, or is being ended, it is there anew: the sweep ends it, by what the visit leaves, if this
 * comes to nothing.
 */
async function findClaim(
  world: World,
  identity: Identity,
  storedToken: StoredProviderToken | undefined,
): Promise<IdentityClaim | undefined> {
  const claim = await world.identityClaims.find(identity)
  if (claim?.state !== 'unlinked_by_provider' && claim?.state !== 'disconnecting') return claim
  const seconds = claim.state === 'unlinked_by_provider' ? lifetimes.pendingConnection : lifetimes.ending
  await world.identityClaims.recordReconnection(claim, after(world.clock.now(), seconds), storedToken)
  return claim
}

const visitorOf = (visitor: MemberVisitor | undefined): Visitor =>
  visitor === undefined
    ? { kind: 'anonymous' }
    : { kind: 'member', intent: visitor.intent, member: { id: visitor.memberId, status: 'active' } }

function identityStatusOf(
  claim: IdentityClaim | undefined,
  visitor: MemberVisitor | undefined,
): IdentityStatus {
  // Of a member who has left it still says who is at the door: the member's own state is the answer.
  const isLeft = claim?.memberId !== undefined && visitor === undefined
  if (claim?.state === 'disconnecting' && !isLeft) return { kind: 'disconnecting' }
  if (claim?.memberId === undefined) return { kind: 'new' }
  // Cut by the provider, and no way in any more: whom it led to may add it again like any other.
  const addsItAgain = visitor?.intent === 'link' && visitor.memberId === claim.memberId
  if (claim.state === 'unlinked_by_provider' && addsItAgain) return { kind: 'new' }
  const { memberId: id, externalId } = claim
  return {
    kind: 'linked',
    member: { id, status: 'active', ...defined({ externalId }) },
  }
}

/** What the provider told, as the decision asks for it. */
function told(world: World, profile: ProviderProfile | undefined) {
  const { match } = world.stage
  return {
    evidence: profile ?? {},
    refusedItems: match.requiredItems.filter((item) => profile?.refused.includes(item) === true),
    underAge: profile !== undefined && isUnderAge(world, profile),
    siblingConsent: profile !== undefined && holdsSiblingConsent(profile, match.siblingTags) === 'yes',
  }
}

/** Whether a sibling service in the same provider app has this person's consent. */
export function holdsSiblingConsent(
  profile: ProviderProfile,
  siblingTags: readonly string[],
): 'yes' | 'no' | 'unknown' {
  if (siblingTags.length === 0) return 'no'
  if (profile.terms === 'unknown') return 'unknown'
  return profile.terms.some(({ tag, agreed }) => agreed && siblingTags.includes(tag)) ? 'yes' : 'no'
}

/** The profile of an arrival, remembered: deciding again never asks the provider again. */
export function profileOf(provider: Provider, providerLogin: ProviderLogin): () => Promise<ProviderProfile> {
  let asked: Promise<ProviderProfile> | undefined
  return () => {
    asked ??= provider.fetchProfile(providerLogin)
    return asked
  }
}

/** Whether ending the connection at the provider would throw the person out of a sibling service as well. */
export const isShared = (world: World, profile: ProviderProfile): boolean =>
  holdsSiblingConsent(profile, world.stage.match.siblingTags) !== 'no'

/** The facts of a visitor who says that none of the members found is the one: nobody matches. */
export const factsOfStranger = (world: World, profile: ProviderProfile): VisitFacts => ({
  kind: 'visit',
  visitor: { kind: 'anonymous' },
  provider: {
    kind: 'answered',
    identity: profile.identity,
    identityStatus: { kind: 'new' },
    candidates: [],
    ...told(world, profile),
  },
  policy: world.stage.match,
})
