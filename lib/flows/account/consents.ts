import { agreementsIn } from '../../domain/consent/agreement.ts'
import type { Consent } from '../../domain/consent/consent.ts'
import { answeredBefore, changedConsents } from '../../domain/consent/consent-change.ts'
import type { GivenConsent } from '../../domain/consent/given-consent.ts'
import { termsInForce } from '../../domain/consent/terms-in-force.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Access } from '../ports/tokens.ts'
import type { StagePolicy, World } from '../ports/world.ts'
import { countChange } from '../steps/count-change.ts'
import { writeBackAll } from '../steps/sync-consents.ts'
import { type ShownTerm, showTerms } from '../visit/result.ts'

/** The terms in force now, in a language. */
export const listTerms = (
  { stage, clock }: { readonly stage: Pick<StagePolicy, 'terms'> } & Pick<World, 'clock'>,
  locale: Locale,
): readonly ShownTerm[] => showTerms(termsInForce(stage.terms, clock.now()), locale)

/** A consent as shown to the member. */
export interface ShownConsent {
  readonly tag: string
  readonly version: string
  readonly agreed: boolean
  /** RFC 3339. */
  readonly at: string
  readonly source: Consent['source']
  /** The client where the answer was given. */
  readonly channel?: string
}

const show = ({ tag, version, agreed, at, source, channel }: Consent): ShownConsent => ({
  tag,
  version,
  agreed,
  at: at.toISOString(),
  source,
  ...defined({ channel }),
})

/** All consents of the signed-in member, oldest first. Throws `invalid_token`. */
export async function listConsents(
  world: Pick<World, 'clock' | 'tokens' | 'members'>,
  bearer: string,
): Promise<readonly ShownConsent[]> {
  const { memberId, sessionId } = await world.tokens.access.read(bearer, 'fresh_enough')
  const [record, history] = await Promise.all([
    world.members.findBySession(memberId, sessionId, world.clock.now()),
    world.members.consents(memberId),
  ])
  if (record === undefined) throw new Problem('invalid_token')
  return history.map(show)
}

type ChangeConsentsWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'tokens' | 'providers' | 'report' | 'members' | 'limits'
>

/**
 * Records new answers of the signed-in member and gives all of them as recorded. Earlier records stay, and an answer
 * that the last record has already writes nothing and tells nobody. Throws `invalid_token`, `invalid_request`,
 * `too_many_requests`, and `consent_missing` if a required consent would be withdrawn.
 */
export async function changeConsents(
  world: ChangeConsentsWorld,
  bearer: string,
  given: readonly GivenConsent[],
): Promise<readonly ShownConsent[]> {
  const by = await world.tokens.access.read(bearer, 'fresh_enough')
  const wished = changedConsents(
    given,
    termsInForce(world.stage.terms, world.clock.now()),
    world.clock.now(),
    by.clientId,
  )
  const history = await world.members.consents(by.memberId)
  const compared = wished.map((consent) => ({ consent, before: answeredBefore(consent, history) }))
  const changed = compared.flatMap(({ consent, before }) => (before === undefined ? [consent] : []))
  if (changed.length === 0) await refuseEndedSession(world, by)
  else await recordConsents(world, by, changed)
  return compared.map(({ consent, before }) => show(before ?? consent))
}

async function refuseEndedSession(
  world: Pick<World, 'clock' | 'members'>,
  { memberId, sessionId }: Access,
): Promise<void> {
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
}

async function recordConsents(
  world: ChangeConsentsWorld,
  { memberId, sessionId }: Access,
  changed: readonly Consent[],
): Promise<void> {
  await countChange(world, sessionId)
  const now = world.clock.now()
  const event = { id: world.ids.record(), type: 'consent.changed', at: now, sessionId } as const
  const added = {
    consents: changed,
    agreements: agreementsIn(changed, termsInForce(world.stage.terms, now)),
    event,
  }
  const result = await world.members.addConsents({ memberId, sessionId }, added, now)
  if (result === 'session_ended') throw new Problem('invalid_token')
  const record = await world.members.findBySession(memberId, sessionId, now)
  await writeBackAll(world, record?.identities ?? [], changed)
}
