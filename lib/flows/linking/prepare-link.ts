import { agreementsIn, termsDue } from '../../domain/consent/agreement.ts'
import { syncedConsents } from '../../domain/consent/synced-consents.ts'
import { termsInForce } from '../../domain/consent/terms-in-force.ts'
import type { NewMessage } from '../../domain/message/message.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import type { OutcomeName } from '../../domain/visit/outcome.ts'
import type { LinkTarget, PendingConnection } from '../../domain/visit/pending-connection.ts'
import { storedProviderProfileOf } from '../../domain/visit/provider-profile.ts'
import type { Linking, SessionRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { aboutIdentity, type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { type BeforeLinkWorld, beforeLink } from '../steps/hooks/before-link.ts'
import { showMember, withLinked } from '../steps/show-member.ts'
import { type Decided, decided, type FlowResult } from '../visit/result.ts'
import { type PrepareSessionWorld, prepareSession, signedIn } from '../visit/sign-in.ts'
import { type CheckOnLinkWorld, checkOnLink, claimsOnLink } from './checked-on-link.ts'
import { ownRecord, type Proof } from './proof.ts'

/** The writes of a link, and the result after them. */
export interface PreparedLink {
  readonly linking: Linking
  readonly resultOf: () => Promise<Decided<FlowResult>>
}

export type PrepareLinkWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'tokens' | 'members'> &
  CheckOnLinkWorld &
  BeforeLinkWorld &
  ComposeWorld &
  PrepareSessionWorld

/**
 * Prepares to link a pending visit to a member; writes nothing. A member who is signed in keeps the session; otherwise
 * linking opens one. Takes the name of the outcome that linking belongs to, for the log, and the member by that session if it
 * is read already. Throws `invalid_token` if the session is not alive, `refused_by_service` and `hook_failed`.
 */
export async function prepareLink(
  world: PrepareLinkWorld,
  pending: PendingConnection,
  { target, sessionId }: Proof,
  outcome: OutcomeName,
  read?: SessionRecord,
): Promise<PreparedLink> {
  const { profile, clientId, authTime, amr } = pending
  const { identity } = profile
  const { memberId } = target
  const now = world.clock.now()
  const providerProfile = storedProviderProfileOf(profile, now)
  const record = sessionId && (read ?? (await ownRecord(world, { memberId, sessionId })))
  const [asked, checked] = await Promise.all([
    beforeLink(world, record?.member ?? memberId, { clientId, profile }),
    checkOnLink(world, profile, target, record?.member),
  ])
  const common = {
    pending,
    identity: { ...identity, linkedAt: now, lastUsedAt: now },
    ...defined({
      providerProfile,
      ci: target.lacksCi && checked === undefined ? profile.ci : undefined,
      attributes: asked?.attributes,
    }),
    target,
    verifies: verifiedBy(pending, target),
    ...synced(world, pending),
    messages: noticesOf(world, target, identity, now),
  }
  const event = { id: world.ids.record(), type: 'identity.linked', at: now, identity } as const
  if (record !== undefined) {
    const linking = bySession({ ...common, event, ...defined({ checked }) }, record)
    const member = showMember(world, withLinked(record, linking))
    return { linking, resultOf: async () => decided(outcome, { outcome: 'linked', member }) }
  }
  const recovery = recoveryOf(world, target)
  const member = {
    id: memberId,
    // A recovery ends all sessions, so the new one carries the next version.
    credentialsVersion: target.credentialsVersion + (recovery === undefined ? 0 : 1),
    ...defined({ externalId: target.externalId }),
  }
  const prepared = prepareSession(world, member, clientId, { authTime, amr, identity })
  const preparedSession = { ...prepared, added: await claimsOnLink(world, target, checked) }
  const session = { kind: 'opens', session: preparedSession.session } as const
  const linking: Linking = {
    ...common,
    ...defined({ recovery, checked }),
    event: { ...event, sessionId: preparedSession.session.id },
    session,
  }
  const due = termsDue(termsInForce(world.stage.terms, now), [
    ...(target.agreements ?? []),
    ...common.agreements,
  ])
  const resultOf = async () => decided(outcome, await signedIn(world, preparedSession, false, due))
  return { linking, resultOf }
}

/** A link by a session that is open. */
const bySession = (
  { event, checked, ...link }: Omit<Linking, 'session'>,
  { session }: SessionRecord,
): Linking => ({
  ...link,
  ...defined({ checked: checked && { ...checked, event: { ...checked.event, sessionId: session.id } } }),
  event: { ...event, sessionId: session.id },
  session: { kind: 'of', session },
})

/** Tells the member about the new login method, and about the recovery if linking is one. */
function noticesOf(
  world: ComposeWorld,
  { memberId, reach, textReach, recovers }: LinkTarget,
  identity: Identity,
  at: Date,
): readonly NewMessage[] {
  const to = { id: memberId, reach: reach ?? textReach }
  const added = { kind: 'login_method_added', method: identity.provider, at } as const
  return [
    ...(recovers === undefined ? [] : noticeTo(world, to, { kind: 'recovered', at })),
    ...noticeTo(world, to, added, aboutIdentity(identity)),
  ]
}

/** The recovery that linking is, by the code of an address that nobody had verified. */
function recoveryOf(
  { ids, clock }: Pick<World, 'ids' | 'clock'>,
  { recovers }: LinkTarget,
): Linking['recovery'] {
  if (recovers === undefined) return undefined
  return { email: recovers, event: { id: ids.record(), type: 'member.recovered', at: clock.now() } }
}

/** The consents that the visitor gave at the provider. */
function synced({ stage, clock }: Pick<World, 'stage' | 'clock'>, { profile, clientId }: PendingConnection) {
  const now = clock.now()
  const terms = termsInForce(stage.terms, now)
  const consents = syncedConsents(profile, terms, now, clientId)
  return { consents, agreements: agreementsIn(consents, terms) }
}

/**
 * The member's contacts that become verified, by the visitor's provider or by the code of an entered address.
 */
function verifiedBy({ profile, typed }: PendingConnection, { verifies }: LinkTarget): Linking['verifies'] {
  const email = typed?.email ?? profile.email?.value
  const phone = typed?.phone ?? profile.phone?.value
  return defined({
    email: verifies.includes('email') ? email : undefined,
    phone: verifies.includes('phone') ? phone : undefined,
  })
}

/** The result for a member whose identity is linked. Throws `invalid_token` if the session has ended. */
export async function linked(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  outcome: OutcomeName,
  { memberId, sessionId }: { readonly memberId: MemberId; readonly sessionId: SessionId },
): Promise<Decided<FlowResult>> {
  const member = showMember(world, await ownRecord(world, { memberId, sessionId }))
  return decided(outcome, { outcome: 'linked', member })
}
