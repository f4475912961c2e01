import type { Member } from '../../domain/member/member.ts'
import type { MergeBasis, MergeQuestion } from '../../domain/merge/merge.ts'
import { mergeNeeds } from '../../domain/merge/merge-needs.ts'
import type { SessionId } from '../../domain/values/ids.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import { sameName } from '../../domain/values/name.ts'
import { Problem } from '../../domain/values/problem.ts'
import { candidateOf } from '../../domain/visit/candidate.ts'
import { merge } from '../../domain/visit/classify.ts'
import { type Hint, hintOf } from '../../domain/visit/hint.ts'
import type { Shown } from '../../domain/visit/outcome.ts'
import type { FoundBy, SessionRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import type { RefuseWorld } from './refuse.ts'
import { refuse } from './refuse.ts'
import { type Decided, decided, type MergeConfirmationRequired } from './result.ts'

/** Two accounts that belong to one person. */
export type FoundMerge = Pick<MergeQuestion, 'memberId' | 'otherId' | 'basis' | 'codeChallenge'> & {
  /** The member's session, which must still be alive. */
  readonly sessionId: SessionId
  readonly once: FoundBy
  /** The member by that session, as it was read when the other account was found. Absent: it is read. */
  readonly own?: SessionRecord
  /** The other account, as it was read when it was found. Absent: it is read. */
  readonly other?: Member
}

export type AskToMergeWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'tokens' | 'members' | 'merges'> &
  RefuseWorld

/**
 * Rows 16 and 21: asks whether to merge two accounts. Throws `invalid_token` if the session is not alive,
 * `merge_not_allowed`, and `token_used` for a used visit.
 */
export async function askToMerge(
  world: AskToMergeWorld,
  { once, sessionId, own: ownRead, other: otherRead, ...found }: FoundMerge,
): Promise<Decided<MergeConfirmationRequired>> {
  const now = world.clock.now()
  const [own, other] = await Promise.all([
    ownRead ?? world.members.findBySession(found.memberId, sessionId, now),
    otherRead ?? world.members.find(found.otherId),
  ])
  if (own === undefined || other === undefined) throw new Problem('invalid_token')
  const outcome = merge(found.basis.kind, own.member, other)
  if (outcome.kind !== 'merge_confirmation_required') throw await refuse(world, outcome)
  const question = {
    ...found,
    id: world.ids.pending(),
    tokenId: world.ids.token(),
    expiresAt: after(now, lifetimes.flowToken),
  }
  if ((await world.merges.ask(question, once)) === 'used') throw new Problem('token_used')
  const names = { tokenId: question.tokenId, pendingId: question.id }
  const { token, expiresIn } = await world.tokens.flow.issue('merge', names)
  const candidates = [hintOfOther(world, own.member, other, found.basis)]
  const needs = mergeNeeds(found.basis)
  return decided(outcome, { outcome: outcome.kind, mergeToken: token, expiresIn, needs, candidates })
}

/**
 * The hint of the other account. The holder of its identity could sign in there and see everything, so the
 * hint is complete. A CI only identifies the person, so the hint then shows only the common name.
 */
function hintOfOther(
  world: Pick<World, 'stage' | 'clock'>,
  own: Member,
  other: Member,
  { kind }: MergeBasis,
): Hint {
  const inCommon: readonly Shown[] = sameName(own.name, other.name) ? ['name'] : []
  const shows = kind === 'identity' ? (['email', 'phone', 'name'] as const) : inCommon
  return hintOf(
    { candidate: candidateOf(other, judgedAt(world)), shows, hinted: true },
    other,
    judgedAt(world),
    world.stage.timeZone,
  )
}
