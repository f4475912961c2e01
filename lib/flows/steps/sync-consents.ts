import type { Consent } from '../../domain/consent/consent.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { World } from '../ports/world.ts'
import { callProvider } from '../visit/gather.ts'

const agreedInForm = (consents: readonly Consent[]): readonly string[] =>
  consents.filter(({ agreed, source }) => agreed && source === 'form').map(({ tag }) => tag)

/**
 * Records agreements from our form at a provider that stores consents too. Our record stands in any case; a
 * failure is reported to the operators only.
 */
async function writeBack(
  world: Pick<World, 'providers' | 'report'>,
  identity: Identity,
  tags: readonly string[],
): Promise<void> {
  const agreements = world.providers.find(identity.provider)?.agreements
  if (agreements === undefined || tags.length === 0) return
  const recorded = await callProvider(() => agreements.record(identity, tags))
  if (recorded.kind === 'responded') return
  world.report({ event: 'agreements_not_recorded', provider: identity.provider, why: recorded.fault.why })
}

/**
 * After a sign-up: records the agreements from our form to terms that the
 * provider knows and has no agreement for.
 */
export function writeBackOf(
  world: Pick<World, 'providers' | 'report'>,
  { identity, terms }: Pick<ProviderProfile, 'identity' | 'terms'>,
  consents: readonly Consent[],
): Promise<void> {
  const open = terms === 'unknown' ? [] : terms.filter(({ agreed }) => !agreed).map(({ tag }) => tag)
  return writeBack(
    world,
    identity,
    agreedInForm(consents).filter((tag) => open.includes(tag)),
  )
}

/** After a member's new answers: records the agreements at every linked provider. */
export async function writeBackAll(
  world: Pick<World, 'providers' | 'report'>,
  identities: readonly Identity[],
  consents: readonly Consent[],
): Promise<void> {
  const tags = agreedInForm(consents)
  await Promise.all(identities.map((identity) => writeBack(world, identity, tags)))
}
