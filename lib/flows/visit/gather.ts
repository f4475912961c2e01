import { isYoungerThan } from '../../domain/birth.ts'
import type { IdentityClaim } from '../../domain/connection.ts'
import type { ProviderProfile } from '../../domain/evidence.ts'
import type { IdentityStanding, VisitFacts, Visitor } from '../../domain/facts.ts'
import type { Identity } from '../../domain/identity.ts'
import { ProviderFault } from '../../domain/provider-fault.ts'
import type { Arrival, Provider } from '../ports/provider.ts'
import type { World } from '../ports/world.ts'

const anonymous: Visitor = { kind: 'anonymous' }

/** A provider's answer, or the fact that it gave none. The one place where a provider's failure is caught. */
export async function ask<Answer>(
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

/** The facts of a visit that brought nobody: rows 19, 20 and 25. */
export const refusedFacts = (world: World, why: ProviderFault['why']): VisitFacts => ({
  kind: 'visit',
  visitor: anonymous,
  provider: { kind: 'refused', why },
  policy: world.stage.match,
})

/**
 * Gathers what the decision needs to know, as it is now. A linked identity costs one read and no call to the
 * provider: its member counts as active until the act's own condition says otherwise.
 * `fetch` gives the profile of a new identity, asked for at most once.
 */
export async function gather(
  world: World,
  identity: Identity,
  fetch: () => Promise<ProviderProfile>,
): Promise<VisitFacts> {
  const standing = standingOf(await world.identityClaims.find(identity))
  if (standing.kind !== 'new') return factsOf(world, { identity, standing })
  const asked = await ask(fetch)
  if (asked.kind === 'refused') return refusedFacts(world, asked.fault.why)
  const profile = asked.answer
  const candidates = await world.candidates.find(profile, world.clock.now())
  return factsOf(world, { identity, standing, profile, candidates })
}

function standingOf(claim: IdentityClaim | undefined): IdentityStanding {
  if (claim?.state === 'disconnecting') return { kind: 'disconnecting' }
  if (claim?.memberId === undefined) return { kind: 'new' }
  const { memberId: id, externalId } = claim
  return {
    kind: 'linked',
    member: { id, status: 'active', ...(externalId === undefined ? {} : { externalId }) },
  }
}

function factsOf(
  world: World,
  known: {
    readonly identity: Identity
    readonly standing: IdentityStanding
    readonly profile?: ProviderProfile
    readonly candidates?: Awaited<ReturnType<World['candidates']['find']>>
  },
): VisitFacts {
  const { match } = world.stage
  const { identity, standing, profile, candidates = [] } = known
  return {
    kind: 'visit',
    visitor: anonymous,
    provider: {
      kind: 'answered',
      identity,
      standing,
      evidence: profile ?? {},
      refusedItems: match.requiredItems.filter((item) => profile?.refused.includes(item) === true),
      underAge: profile !== undefined && isYoungerThan(match.minimumAge, profile, world.clock.now()),
      siblingConsent: profile !== undefined && holdsSiblingConsent(profile, match.siblingTags) === 'yes',
      candidates,
    },
    policy: match,
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
export function profileOf(provider: Provider, arrival: Arrival): () => Promise<ProviderProfile> {
  let asked: Promise<ProviderProfile> | undefined
  return () => {
    asked ??= provider.fetchProfile(arrival)
    return asked
  }
}
