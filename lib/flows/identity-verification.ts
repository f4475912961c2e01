import { isVerifiedContact } from '../domain/leads/claimed.ts'
import { areTwoPeople } from '../domain/leads/person.ts'
import { reachOf } from '../domain/leads/reach.ts'
import type { Member } from '../domain/member/member.ts'
import {
  checkedMember,
  checkedOwner,
  type IdentityCheck,
  isIdentityCheckId,
  type VerifiedPerson,
} from '../domain/merge/identity-check.ts'
import type { NewMessage } from '../domain/message/message.ts'
import { defined } from '../domain/values/defined.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import { classify } from '../domain/visit/classify.ts'
import type { Access } from './ports/tokens.ts'
import type { World } from './ports/world.ts'
import { type ComposeWorld, noticeTo } from './steps/compose-message.ts'
import { countChange } from './steps/count-change.ts'
import { type OwnersWorld, ownersWithMembers } from './steps/ended/vacate.ts'
import { enforceLimits } from './steps/enforce-limits.ts'
import { judgedAt } from './steps/judged-at.ts'
import { type BegunCheck, begunCheck, gatewayOf, provenPerson } from './steps/proven-person.ts'
import { showMember } from './steps/show-member.ts'
import type { AskToMergeWorld } from './visit/ask-to-merge.ts'
import { askToMerge } from './visit/ask-to-merge.ts'
import { conflict, retryOnConflict } from './visit/decide-and-act.ts'
import { isVerifierOf } from './visit/oauth-request.ts'
import { type Decided, decided, type MemberResult, type MergeConfirmationRequired } from './visit/result.ts'
import { isUnderAge } from './visit/under-age.ts'

type BeginCheckWorld = Pick<
  World,
  | 'stage'
  | 'clock'
  | 'ids'
  | 'secrets'
  | 'tokens'
  | 'identityGateway'
  | 'report'
  | 'members'
  | 'identityChecks'
  | 'limits'
>

/**
 * Starts an identity check of the signed-in member, bound to this session, however old its sign-in is: the check proves
 * more than a recent sign-in would. Throws `not_found` if the stage has no gateway, `invalid_token`, and
 * `too_many_requests`, since each check costs money.
 */
export async function beginCheck(
  world: BeginCheckWorld,
  request: { readonly bearer: string; readonly codeChallenge: string },
): Promise<BegunCheck> {
  const gateway = gatewayOf(world)
  const now = world.clock.now()
  const { memberId, sessionId } = await world.tokens.access.read(request.bearer, 'fresh_enough')
  await recordOf(world, { memberId, sessionId })
  await enforceLimits(world, [{ limit: world.stage.limits.identityChecks, key: memberId }])
  const check: IdentityCheck = {
    id: world.ids.identityCheck(),
    memberId,
    sessionId,
    codeChallenge: request.codeChallenge,
    nonce: world.secrets.random(),
    expiresAt: after(now, lifetimes.identityCheck),
  }
  await world.identityChecks.begin(check)
  return begunCheck(gateway, check)
}

/** A check that the client reports as done. */
export interface ConfirmRequest {
  readonly bearer: string
  readonly identityVerificationId: string
  readonly codeVerifier: string
}

type ConfirmCheckWorld = Pick<
  World,
  'clock' | 'calendar' | 'ids' | 'secrets' | 'tokens' | 'identityGateway' | 'identityChecks' | 'limits'
> &
  ComposeWorld &
  OwnersWorld &
  AskToMergeWorld

/**
 * Rows 21 and 22: fetches the gateway's report, and either records the member's identity or asks whether
 * to merge the person's other account. Throws `not_found`, `invalid_token`, `invalid_transaction` for a
 * check of another session, `token_used`, `provider_denied` for an unfinished check,
 * `provider_grant_invalid` for an untrustworthy report, `provider_unavailable`, `identity_mismatch`,
 * `guardian_consent_required` and `merge_not_allowed`.
 */
export async function confirmCheck(
  world: ConfirmCheckWorld,
  request: ConfirmRequest,
): Promise<Decided<MemberResult | MergeConfirmationRequired>> {
  const gateway = gatewayOf(world)
  const by = await world.tokens.access.read(request.bearer, 'fresh_enough')
  const check = await ownCheck(world, by, request)
  await countChange(world, by.sessionId)
  const person = await provenPerson(world, gateway, check)
  if (isUnderAge(world, person)) {
    throw new Problem('guardian_consent_required')
  }
  return retryOnConflict(() => recordCheck(world, check, person))
}

async function recordOf(
  world: Pick<World, 'clock' | 'members'>,
  { memberId, sessionId }: Pick<Access, 'memberId' | 'sessionId'>,
) {
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  return record
}

/**
 * The check that this session started, with the client's verifier. Any other check gives
 * the same problem as an unknown one.
 */
async function ownCheck(
  world: Pick<World, 'clock' | 'secrets' | 'identityChecks'>,
  { memberId, sessionId }: Access,
  { identityVerificationId: id, codeVerifier }: ConfirmRequest,
): Promise<IdentityCheck> {
  const found = isIdentityCheckId(id) ? await world.identityChecks.find(id, world.clock.now()) : undefined
  if (found === undefined) throw new Problem('invalid_transaction')
  if (found.kind === 'used') throw new Problem('token_used')
  if (found.kind === 'visit') throw new Problem('invalid_transaction')
  const { check } = found
  const isOwn = check.memberId === memberId && check.sessionId === sessionId
  if (!isOwn || !isVerifierOf(world, codeVerifier, check.codeChallenge)) {
    throw new Problem('invalid_transaction')
  }
  return check
}

async function recordCheck(
  world: ConfirmCheckWorld,
  check: IdentityCheck,
  person: VerifiedPerson,
): Promise<Decided<MemberResult | MergeConfirmationRequired> | typeof conflict> {
  const { memberId, sessionId, codeChallenge } = check
  const record = await recordOf(world, check)
  const { member: before, session } = record
  if (areTwoPeople(before, person)) throw new Problem('identity_mismatch')
  const { owners, others } = await ownersWithMembers(world, person, memberId)
  const outcome = classify({ kind: 'identity_check', member: before, owner: checkedOwner(memberId, owners) })
  if (outcome.kind === 'merge_confirmation_required') {
    const { ci, di, source, verifiedAt } = person
    const found = { source, verifiedAt, ...defined({ ci, di }) }
    const basis = { kind: 'identity_check', check: found } as const
    const once = { identityCheck: check.id }
    const otherId = outcome.other.id
    const other = others.find(({ id }) => id === otherId)
    const both = { memberId, sessionId, codeChallenge, otherId, own: record, ...defined({ other }) }
    return askToMerge(world, { ...both, basis, once })
  }
  const now = world.clock.now()
  const event = {
    id: world.ids.record(),
    type: 'member.identified',
    at: now,
    sessionId,
    source: person.source,
  } as const
  const identified = checkedMember(before, person, owners, judgedAt(world))
  const messages = addedNumberNotice(world, before, identified, now)
  const recording = { check, session, before, after: identified, event, messages }
  const result = await world.identityChecks.record(recording, now)
  switch (result) {
    case 'recorded': {
      const member = showMember(world, { ...record, member: identified })
      return decided({ kind: 'identity_verified' }, { outcome: 'identity_verified', member })
    }
    case 'used':
      throw new Problem('token_used')
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'conflict':
      return conflict
    default:
      return result satisfies never
  }
}

/**
 * Tells the member of a number that the check has added and that signs in from now on, where notices reached the member
 * before. The check needs no fresh sign-in, so whoever found a device unlocked could have made it.
 */
function addedNumberNotice(
  world: ComposeWorld,
  before: Member,
  { phone }: Member,
  at: Date,
): readonly NewMessage[] {
  if (!isVerifiedContact(phone) || isVerifiedContact(before.phone)) return []
  const recipient = { id: before.id, reach: reachOf(before, judgedAt(world)) }
  return noticeTo(world, recipient, { kind: 'login_method_added', method: 'phone', at })
}
