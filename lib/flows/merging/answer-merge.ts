import { reachOf } from '../../domain/leads/reach.ts'
import type { Member } from '../../domain/member/member.ts'
import { uploadsIn } from '../../domain/member/upload.ts'
import type { MergeQuestion } from '../../domain/merge/merge.ts'
import { unite, uniteByCheck } from '../../domain/merge/merge.ts'
import type { NewMessage } from '../../domain/message/message.ts'
import { Problem } from '../../domain/values/problem.ts'
import { merge } from '../../domain/visit/classify.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import type { Merging, WholeMember } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { countChange } from '../steps/count-change.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { discardUploads } from '../steps/keep-uploads.ts'
import { showMember } from '../steps/show-member.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { isVerifierOf } from '../visit/oauth-request.ts'
import type { RefuseWorld } from '../visit/refuse.ts'
import { refuse } from '../visit/refuse.ts'
import { type Decided, type Declined, decided, type MemberResult } from '../visit/result.ts'
import { comingBack, stillProves } from './coming-back.ts'
import { leadsNow } from './leads-now.ts'
import { type MergeProof, type MergeTokens, mergeProof } from './merge-proof.ts'
import { mergedRecord } from './merged-record.ts'

/** The answer to a merge question. */
export interface MergeRequest extends MergeTokens {
  readonly mergeToken: string
  readonly codeVerifier: string
  readonly consent: boolean
}

export type AnswerMergeWorld = Pick<
  World,
  | 'attributes'
  | 'clock'
  | 'secrets'
  | 'uploads'
  | 'report'
  | 'identityClaims'
  | 'members'
  | 'merges'
  | 'identityChecks'
  | 'limits'
> &
  ComposeWorld &
  RefuseWorld

/**
 * Merges two accounts, or leaves both as they are. Throws `invalid_token`, `token_used`,
 * `insufficient_user_authentication` for a missing or stale sign-in to either account, `reauthentication_mismatch`
 * for another member's, `merge_not_allowed`, and `identity_taken` if the question's basis no longer holds.
 *
 * Otherwise Mallory, who passes the identity check of Victor by his papers, takes over Victor's account with a yes.
 */
export async function answerMerge(
  world: AnswerMergeWorld,
  request: MergeRequest,
): Promise<Decided<MemberResult | Declined>> {
  const question = await openQuestion(world, request)
  if (!request.consent) {
    if ((await world.merges.decline(question, world.clock.now())) === 'used') throw new Problem('token_used')
    return { result: { outcome: 'declined' } }
  }
  const proof = await mergeProof(world, question, request)
  await countChange(world, proof.sessionId)
  return retryOnConflict(() => mergeNow(world, question, proof))
}

/** The question of a merge token, which needs the client's verifier. */
async function openQuestion(
  world: Pick<World, 'clock' | 'secrets' | 'tokens' | 'merges'>,
  { mergeToken, codeVerifier }: MergeRequest,
): Promise<MergeQuestion> {
  const { pendingId, tokenId } = await world.tokens.flow.read('merge', mergeToken)
  const found = await world.merges.find(pendingId, world.clock.now())
  if (found === undefined) throw new Problem('invalid_token')
  if (found.kind === 'answered') throw new Problem('token_used')
  const { question } = found
  if (!isVerifierOf(world, codeVerifier, question.codeChallenge)) throw new Problem('invalid_token')
  if (question.tokenId !== tokenId) throw new Problem('token_used')
  return question
}

/** Decides on current facts, and merges if they still allow it. */
async function mergeNow(
  world: AnswerMergeWorld,
  question: MergeQuestion,
  proof: MergeProof,
): Promise<Decided<MemberResult> | typeof conflict> {
  const now = world.clock.now()
  const [survivor, other] = await Promise.all([
    world.merges.read(question.memberId, proof.sessionId, now),
    world.merges.read(question.otherId, proof.otherSessionId, now),
  ])
  if (survivor === undefined || other === undefined) throw new Problem('invalid_token')
  const leads = await leadsNow(world, question.basis, [survivor, other])
  const outcome = merge(question.basis.kind, survivor.member, other.member)
  if (leads === survivor.member.id) return mergedBefore(world, question, proof.sessionId)
  // The basis now leads to a third member, whom the question did not name, or proves nobody any more.
  if (leads !== question.otherId || !stillProves(world, question, other)) {
    throw new Problem('identity_taken', {}, rowOf(outcome))
  }
  // No lead leads to a tombstone, so an equal yes has merged the other while this one read.
  if (other.member.status === 'merged') return conflict
  if (outcome.kind !== 'merge_confirmation_required') throw await refuse(world, outcome)
  const merging = mergingOf(
    world,
    question,
    { survivor, other, ...aliveSessions(survivor, other, proof) },
    now,
  )
  const result = await world.merges.merge(merging, now)
  switch (result) {
    case 'merged':
      await letGoLeft(world, merging)
      return decided(outcome, { outcome: 'merged', member: showMember(world, mergedRecord(merging)) })
    case 'used':
      throw new Problem('token_used')
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'conflict':
      return conflict
    case 'too_much':
      world.report({ event: 'merge_too_large', identities: other.identities.length })
      throw new Problem('merge_not_allowed', {}, rowOf(outcome))
    default:
      return result satisfies never
  }
}

/** The sessions of a yes. Throws `invalid_token` if one is not alive. */
function aliveSessions(
  { session }: WholeMember,
  { session: otherSession }: WholeMember,
  { otherSessionId }: MergeProof,
): Pick<Merging, 'session' | 'otherSession'> {
  if (session === undefined) throw new Problem('invalid_token')
  if (otherSessionId === undefined) return { session }
  if (otherSession === undefined) throw new Problem('invalid_token')
  return { session, otherSession }
}

/** Row 15: another device of the same person was faster. */
async function mergedBefore(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  { memberId }: MergeQuestion,
  sessionId: MergeProof['sessionId'],
): Promise<Decided<MemberResult>> {
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  const member = showMember(world, record)
  return decided({ kind: 'already_linked' }, { outcome: 'already_linked', member })
}

function mergingOf(
  world: ComposeWorld,
  question: MergeQuestion,
  { survivor, other, ...sessions }: Pick<Merging, 'survivor' | 'other' | 'session' | 'otherSession'>,
  at: Date,
): Merging {
  const [own, gone] = [survivor.member.id, other.member.id]
  const { basis } = question
  const common = { type: 'member.merged', at, sessionId: sessions.session.id } as const
  return {
    question,
    ...sessions,
    survivor,
    ...comingBack(question, other, at),
    union:
      basis.kind === 'identity'
        ? unite(survivor.member, other.member)
        : uniteByCheck(survivor.member, other.member, basis.check),
    events: {
      survivor: { id: world.ids.record(), ...common, merged: gone },
      other: { id: world.ids.record(), ...common, survivor: own },
    },
    messages: mergeNotices(world, survivor.member, other.member, at),
  }
}

/** Gives up the other's photos that the survivor has no room for. */
async function letGoLeft(
  world: Pick<World, 'attributes' | 'uploads' | 'report'>,
  { survivor, other, union }: Merging,
): Promise<void> {
  const kept = uploadsIn(world.attributes, union.fills.attributes ?? survivor.member.attributes)
  const had = uploadsIn(world.attributes, other.member.attributes)
  await discardUploads(
    world,
    had.filter(({ key }) => !kept.some((upload) => upload.key === key)),
  )
}

/** The notices to both members at their earlier addresses, since the merged member receives no mail any more. */
const mergeNotices = (
  world: ComposeWorld,
  survivor: Member,
  other: Member,
  at: Date,
): readonly NewMessage[] => [
  ...noticeTo(
    world,
    { id: survivor.id, reach: reachOf(survivor, judgedAt(world)) },
    { kind: 'merged', into: 'this', at },
  ),
  ...noticeTo(
    world,
    { id: other.id, reach: reachOf(other, judgedAt(world)) },
    { kind: 'merged', into: 'another', at },
  ),
]
