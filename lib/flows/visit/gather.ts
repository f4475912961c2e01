import { blockedValuesOfVisitor } from '../../domain/leaving/closing-policy.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import { candidateOf, visitorOf } from '../../domain/visit/candidate.ts'
import type { Candidate, ProviderRefusal, VisitFacts } from '../../domain/visit/facts.ts'
import type { MemberVisitor } from '../../domain/visit/oauth-request.ts'
import { describeFault, ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Provider, ProviderLogin } from '../ports/provider.ts'
import type { KnownCandidate, SessionRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { findIdentity, identityStatusOf, withEnded } from '../steps/ended/ended-identity.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { findRejoinBlock, rejoinBlockOf } from './rejoin-block.ts'
import { isUnderAge } from './under-age.ts'

/**
 * Calls a provider, and gives the response or the provider's fault as a fact. No other
 * place catches a provider's failure.
 */
export async function callProvider<Result>(
  question: () => Promise<Result>,
): Promise<
  | { readonly kind: 'responded'; readonly value: Result }
  | { readonly kind: 'refused'; readonly fault: ProviderFault }
> {
  try {
    return { kind: 'responded', value: await question() }
  } catch (error) {
    if (error instanceof ProviderFault) return { kind: 'refused', fault: error }
    throw error
  }
}

/** A visit to a provider, as it presents itself. */
export interface ProviderVisit {
  readonly identity: Identity
  /** Fetches the profile; called at most once, and only for a new identity. */
  readonly fetchProfile: () => Promise<ProviderProfile>
  /** The profile where it is known already. The claims of its values are read together with the identity's. */
  readonly profile?: ProviderProfile
  /** The signed-in member of the visit; absent for a sign-in. */
  readonly visitor?: MemberVisitor | undefined
  /** The sealed token for disconnecting. */
  readonly storedToken?: StoredProviderToken
}

/** The current facts, and the candidates with everything that hints and links need. */
export interface Gathered {
  readonly facts: VisitFacts
  readonly known: readonly KnownCandidate[]
  /** The signed-in member, where what the provider said was compared with the member. */
  readonly own?: SessionRecord
}

export type GatherWorld = Pick<
  World,
  | 'stage'
  | 'clock'
  | 'calendar'
  | 'identityClaims'
  | 'candidates'
  | 'members'
  | 'rejoinBlocks'
  | 'addToLogContext'
>

/**
 * Gathers the current facts of a visit. A linked identity costs one read and no call to the provider. The
 * linked and the signed-in member count as active here; the later write checks their status.
 */
export async function gather(world: GatherWorld, visit: ProviderVisit): Promise<Gathered> {
  const { identity, fetchProfile, visitor, profile } = visit
  const who = visitorOf(visitor)
  const policy = world.stage.match
  const [{ claim, ended }, early] = await Promise.all([
    findIdentity(world, visit),
    profile && visitor === undefined ? readEvidence(world, profile, identity) : undefined,
  ])
  const identityStatus = identityStatusOf(claim, ended, visitor)
  const refused = (why: ProviderRefusal): VisitFacts => ({
    kind: 'visit',
    visitor: who,
    provider: { kind: 'refused', why },
    policy,
  })
  const responded = (profile: ProviderProfile | undefined, candidates: readonly Candidate[]) => ({
    kind: 'visit' as const,
    visitor: who,
    provider: {
      kind: 'responded' as const,
      identity,
      identityStatus,
      candidates,
      ...profileFacts(world, profile),
    },
    policy,
  })
  if (identityStatus.kind !== 'new') return { facts: responded(undefined, []), known: [] }
  const fetched = await callProvider(fetchProfile)
  if (fetched.kind === 'refused') {
    world.addToLogContext({ providerFault: describeFault(fetched.fault) })
    return { facts: refused(fetched.fault.why), known: [] }
  }
  // A signed-in visitor is not matched with members, since the member is known.
  if (visitor !== undefined) {
    const own = await readVisitor(world, visitor, fetched.value)
    const facts = { ...responded(fetched.value, []), visitor: visitorOf(visitor, own?.member) }
    return { facts, known: [], ...defined({ own }) }
  }
  const [found, rejoinBlockedUntil] = await findMatches(world, fetched.value, identity, early)
  const known = withEnded(found, ended)
  const blockedUntil = rejoinBlockedUntil ?? rejoinBlockOf(world, ended)
  const candidates = known.map((one) => candidateOf(one, judgedAt(world)))
  const { provider, ...facts } = responded(fetched.value, candidates)
  return {
    facts: {
      ...facts,
      provider: { ...provider, ...defined({ rejoinBlockedUntil: blockedUntil }) },
    },
    known,
  }
}

/** The claims of a profile's values, and the block on them: read together with the identity's claim. */
async function readEvidence(world: GatherWorld, profile: ProviderProfile, identity: Identity) {
  const [claimed, blockedUntil] = await Promise.all([
    world.candidates.claimed(profile),
    findRejoinBlock(world, blockedValuesOfVisitor(profile, identity)),
  ])
  return { claimed, blockedUntil }
}

/** The members that a profile points to, and the end of the block on its values. */
const findMatches = (
  world: GatherWorld,
  profile: ProviderProfile,
  identity: Identity,
  read: Awaited<ReturnType<typeof readEvidence>> | undefined,
) =>
  Promise.all([
    world.candidates.find(profile, world.clock.now(), read?.claimed),
    read === undefined
      ? findRejoinBlock(world, blockedValuesOfVisitor(profile, identity))
      : read.blockedUntil,
  ])

/**
 * The signed-in member, if the profile says whose it is. Otherwise nothing is read. A session that has ended counts here, and
 * fails the later write.
 */
const readVisitor = async (
  world: Pick<World, 'clock' | 'members'>,
  { memberId, sessionId }: MemberVisitor,
  { ci, di }: ProviderProfile,
): Promise<SessionRecord | undefined> =>
  ci === undefined && di === undefined
    ? undefined
    : world.members.findBySession(memberId, sessionId, world.clock.now())

/** The facts that a profile contributes. */
function profileFacts(
  world: Pick<World, 'stage' | 'clock' | 'calendar'>,
  profile: ProviderProfile | undefined,
) {
  const { match } = world.stage
  return {
    evidence: profile ?? {},
    refusedItems: match.requiredItems.filter((item) => profile?.refused.includes(item) === true),
    underAge: profile !== undefined && isUnderAge(world, profile),
    siblingConsent: profile !== undefined && holdsSiblingConsent(profile, match.siblingTags) === 'yes',
  }
}

/** Whether this person has consented to a sibling service in the same provider app. */
function holdsSiblingConsent(
  profile: ProviderProfile,
  siblingTags: readonly string[],
): 'yes' | 'no' | 'unknown' {
  if (siblingTags.length === 0) return 'no'
  if (profile.terms === 'unknown') return 'unknown'
  return profile.terms.some(({ tag, agreed }) => agreed && siblingTags.includes(tag)) ? 'yes' : 'no'
}

/** Fetches a visitor's profile at most once, so that a second decision needs no second call. */
export function profileOf(provider: Provider, providerLogin: ProviderLogin): () => Promise<ProviderProfile> {
  let profile: Promise<ProviderProfile> | undefined
  return () => {
    profile ??= provider.fetchProfile(providerLogin)
    return profile
  }
}

/** Whether a disconnect would also end the person's connection to a sibling service. */
export const isShared = (world: Pick<World, 'stage'>, profile: ProviderProfile): boolean =>
  holdsSiblingConsent(profile, world.stage.match.siblingTags) !== 'no'

/** The facts of a visitor who denied all matches, so that no candidate remains. */
export const factsOfStranger = (
  world: Pick<World, 'stage' | 'clock' | 'calendar'>,
  profile: ProviderProfile,
): VisitFacts => ({
  kind: 'visit',
  visitor: { kind: 'anonymous' },
  provider: {
    kind: 'responded',
    identity: profile.identity,
    identityStatus: { kind: 'new' },
    candidates: [],
    ...profileFacts(world, profile),
  },
  policy: world.stage.match,
})
