import { areTwoPeople } from '../../domain/leads/person.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { registrable, targetFor } from '../../domain/visit/pending-visit.ts'
import type { World } from '../ports/world.ts'
import { countChange } from '../steps/count-change.ts'
import { type ReleaseEndedWorld, releaseEnded } from '../steps/ended/release-ended.ts'
import { isPersonFree } from '../steps/ended/vacate.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { showMember } from '../steps/show-member.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { type OpenPendingWorld, openPending } from '../visit/open-pending.ts'
import { type RefuseWorld, refuse } from '../visit/refuse.ts'
import { type Decided, decided, type FlowResult } from '../visit/result.ts'
import { type PrepareLinkWorld, prepareLink } from './prepare-link.ts'
import { type FreshSession, freshSession, ownRecord } from './proof.ts'

/** "I have an account already": a visitor who was asked to sign up has signed in instead. */
export interface OwnAccountRequest {
  readonly registerToken: string
  readonly codeVerifier: string
  readonly consent: true
  /** The access token of the visitor's own account. */
  readonly bearer?: string | undefined
}

export type OwnAccountWorld = Pick<World, 'links' | 'identityClaims' | 'limits' | 'report'> &
  OpenPendingWorld &
  PrepareLinkWorld &
  RefuseWorld &
  ReleaseEndedWorld

/**
 * Links a visit that was asked to sign up to the account that its visitor has just signed in to, whoever the visit
 * matched. So who could not be recognised safely still ends with one account. Throws `invalid_token`, `token_used`,
 * `insufficient_user_authentication` for a missing or stale sign-in, `too_many_requests`, `identity_mismatch` for a member
 * with another CI, and `identity_taken` for an identity, or a CI, of another member.
 */
export async function linkOwnAccount(
  world: OwnAccountWorld,
  { registerToken: token, codeVerifier, bearer }: OwnAccountRequest,
): Promise<Decided<FlowResult>> {
  const pending = await openPending(world, 'register', { token, codeVerifier })
  const session = await freshSession(world, bearer)
  await countChange(world, session.sessionId)
  return retryOnConflict(() => linkNow(world, pending, session))
}

/** Links the visit under the condition that the member is unchanged since it was read. */
async function linkNow(
  world: OwnAccountWorld,
  pending: PendingConnection,
  session: FreshSession,
): Promise<Decided<FlowResult> | typeof conflict> {
  const record = await ownRecord(world, session)
  const { member } = record
  if (areTwoPeople(pending.profile, member)) throw new Problem('identity_mismatch')
  const target = targetFor(member, registrable(pending.profile, pending), judgedAt(world))
  const { sessionId } = session
  const proof = { target, sessionId }
  const { linking, resultOf } = await prepareLink(world, pending, proof, { kind: 'linked' }, record)
  const result = await world.links.complete(linking, world.clock.now())
  switch (result) {
    case 'linked':
      return resultOf()
    case 'used':
      throw new Problem('token_used')
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'person_known':
      if (await isPersonFree(world, pending.profile, session.memberId)) return conflict
      throw new Problem('identity_taken')
    case 'elsewhere':
      return linkedElsewhere(world, pending, session)
    case 'ended_elsewhere':
      // The person links the identity here, so the member at whom it had ended loses it.
      return (await releaseEnded(world, pending.profile.identity)) === 'released'
        ? conflict
        : linkedElsewhere(world, pending, session)
    case 'gone':
      throw await refuse(world, { kind: 'provider_unavailable' })
    case 'conflict':
      return conflict
    default:
      return result satisfies never
  }
}

/** Another visit has linked the identity: row 15 if it was the same member's. */
async function linkedElsewhere(
  world: OwnAccountWorld,
  { profile: { identity } }: PendingConnection,
  session: FreshSession,
): Promise<Decided<FlowResult>> {
  const claim = await world.identityClaims.find(identity)
  if (claim?.memberId !== session.memberId) throw new Problem('identity_taken')
  const member = showMember(world, await ownRecord(world, session))
  return decided({ kind: 'already_linked' }, { outcome: 'already_linked', member })
}
