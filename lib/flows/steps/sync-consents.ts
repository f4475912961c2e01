import type { Consent } from '../../domain/consent/consent.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { World } from '../ports/world.ts'
import { callProvider } from '../visit/gather.ts'

const agreedInForm = (consents: readonly Consent[]): readonly string[] =>
  consents.filter(({ agreed, source }) => agreed && source === 'form').map(({ tag }) => tag)

/**
 * Tells a provider that keeps answers to our terms what was agreed to in our own form. It stands here whatever the
 * provider says: a failure is told to the operators, and to nobody else.
 */
async function writeBack(world: World, identity: Identity, tags: readonly string[]): Promise<void> {
  const agreements = world.providers.find(identity.provider)?.agreements
  if (agreements === undefined || tags.length === 0) return
  const told = await callProvider(() => agreements.record(identity, tags))
  if (told.kind === 'answered') return
  world.report({ event: 'agreements_not_told', provider: identity.provider, why: told.fault.why })
}

/** After a sign-up: what the visitor agreed to here and not at the provider, of the terms that it knows. */
export function writeBackOf(
  world: World,
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

/** After a member's new answers: to every provider that the member has linked. */
export async function writeBackAll(
  world: World,
  identities: readonly Identity[],
  consents: readonly Consent[],
): Promise<void> {
  const tags = agreedInForm(consents)
  await Promise.all(identities.map((identity) => writeBack(world, identity, tags)))
}
