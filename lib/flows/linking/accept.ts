import { agreementsIn, termsDue } from '../../domain/consent/agreement.ts'
import { syncedConsents } from '../../domain/consent/synced-consents.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { OutcomeName } from '../../domain/visit/outcome.ts'
import type { LinkTarget } from '../../domain/visit/pending-connection.ts'
import { storedProviderProfileOf } from '../../domain/visit/provider-profile.ts'
import type { Linking } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { notify } from '../steps/notify.ts'
import { showMember } from '../steps/show-member.ts'
import type { ActOnPendingWorld } from '../visit/act-on-pending.ts'
import { actOnPending, pendingAgain } from '../visit/act-on-pending.ts'
import type { DecideAndActWorld } from '../visit/decide-and-act.ts'
import { decideAndAct } from '../visit/decide-and-act.ts'
import { type Decided, decided, type FlowResult } from '../visit/result.ts'
import { prepareSession, signedIn } from '../visit/sign-in.ts'
import type { Proof } from './proof.ts'
import type { Questioned } from './question.ts'

export type AcceptWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'links'> &
  ActOnPendingWorld &
  DecideAndActWorld

/**
 * Links the visit in one transaction, under the condition that the member is unchanged since the question.
 * Otherwise the visit is decided again, and the visitor gets the new outcome. Throws `token_used`,
 * `invalid_token`, `identity_taken` and the problems of refusing rows.
 */
export async function accept(
  world: AcceptWorld,
  pending: Questioned,
  proof: Proof,
): Promise<Decided<FlowResult>> {
  const { linking, resultOf } = prepare(world, pending, proof)
  const result = await world.links.complete(linking, world.clock.now())
  switch (result) {
    case 'linked':
      await notifyMember(world, pending, proof.target)
      return resultOf()
    case 'used':
      throw new Problem('token_used')
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'person_known':
      throw new Problem('identity_taken')
    case 'conflict':
    case 'elsewhere':
    case 'gone':
      return decideAgain(world, pending, proof)
    default:
      return result satisfies never
  }
}

/** The writes of a link, and the result after them. */
interface Prepared {
  readonly linking: Linking
  readonly resultOf: () => Promise<Decided<FlowResult>>
}

function prepare(world: AcceptWorld, pending: Questioned, { target, sessionId }: Proof): Prepared {
  const { profile, clientId, authTime, amr } = pending
  const { identity } = profile
  const { memberId } = target
  const now = world.clock.now()
  const providerProfile = storedProviderProfileOf(profile, now)
  const common = {
    pending,
    identity: { ...identity, linkedAt: now },
    ...defined({ providerProfile, ci: target.lacksCi ? profile.ci : undefined }),
    target,
    verifies: verifiedBy(pending, target),
    ...synced(world, pending),
  }
  const event = { id: world.ids.record(), type: 'identity.linked', at: now, identity } as const
  if (sessionId !== undefined) {
    const session = { kind: 'of', sessionId } as const
    const linking: Linking = { ...common, event: { ...event, sessionId }, session }
    return { linking, resultOf: () => linked(world, pending, memberId, sessionId) }
  }
  const member = {
    id: memberId,
    credentialsVersion: target.credentialsVersion,
    ...defined({ externalId: target.externalId }),
  }
  const preparedSession = prepareSession(world, member, clientId, { authTime, amr, identity })
  const session = { kind: 'opens', session: preparedSession.session } as const
  const linking: Linking = { ...common, event: { ...event, sessionId: preparedSession.session.id }, session }
  const due = termsDue(world.stage.terms, [...(target.agreements ?? []), ...common.agreements])
  const resultOf = async () => decided(outcomeOf(pending), await signedIn(world, preparedSession, false, due))
  return { linking, resultOf }
}

/** The consents that the visitor gave at the provider. */
function synced({ stage, clock }: Pick<World, 'stage' | 'clock'>, { profile, clientId }: Questioned) {
  const consents = syncedConsents(profile, stage.terms, clock.now(), clientId)
  return { consents, agreements: agreementsIn(consents, stage.terms) }
}

/**
 * The member's contacts that become verified, by the visitor's provider or by the code of an entered address.
 */
function verifiedBy({ profile, typed }: Questioned, { verifies }: LinkTarget): Linking['verifies'] {
  const email = typed?.email ?? profile.email?.value
  const phone = typed?.phone ?? profile.phone?.value
  return defined({
    email: verifies.includes('email') ? email : undefined,
    phone: verifies.includes('phone') ? phone : undefined,
  })
}

/**
 * The name of the question's outcome. After a sign-in as a candidate, a proof question is a partial match.
 */
const outcomeOf = ({ question }: Questioned): OutcomeName =>
  question.needs === 'consent'
    ? { kind: 'link_confirmation_required' }
    : { kind: 'link_proof_required', variant: 'partial' }

async function linked(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  pending: Questioned,
  memberId: MemberId,
  sessionId: SessionId,
): Promise<Decided<FlowResult>> {
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  return decided(outcomeOf(pending), { outcome: 'linked', member: showMember(world, record) })
}

const notifyMember = (
  world: Pick<World, 'clock' | 'mails' | 'report'>,
  { profile }: Questioned,
  { reach }: LinkTarget,
): Promise<void> =>
  notify(world, reach, {
    kind: 'login_method_added',
    method: profile.identity.provider,
    at: world.clock.now(),
  })

/** The facts have changed: the same person finished elsewhere, or the member has changed. */
function decideAgain(world: AcceptWorld, pending: Questioned, proof: Proof): Promise<Decided<FlowResult>> {
  const handlers = actOnPending(world, pending)
  return decideAndAct(world, pendingAgain(pending), {
    ...handlers,
    // Another visit linked the identity. With a bearer token, it must be linked to the same member.
    sign_in: async (action, known) => {
      if (proof.sessionId === undefined) return handlers.sign_in(action, known)
      if (action.member.id !== proof.target.memberId) throw new Problem('identity_taken')
      return linked(world, pending, action.member.id, proof.sessionId)
    },
  })
}
