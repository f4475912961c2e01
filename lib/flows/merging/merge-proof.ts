import type { MergeQuestion } from '../../domain/merge/merge.ts'
import { mergeNeeds } from '../../domain/merge/merge-needs.ts'
import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import { isFresh, staleSignIn } from '../linking/proof.ts'
import type { World } from '../ports/world.ts'

/** The access tokens that prove two accounts. */
export interface MergeTokens {
  /** The access token of the asked member. */
  readonly bearer?: string | undefined
  /** The access token of the other account, whose holder has just signed in there. Read only if proof is needed. */
  readonly otherAccessToken?: string | undefined
}

/** The sessions that prove both accounts: the asked member's, and the other's where the question needs it. */
export interface MergeProof {
  readonly sessionId: SessionId
  readonly otherSessionId?: SessionId
}

/**
 * The proof of both accounts: each by a sign-in of at most ten minutes ago. The transaction checks that the sessions
 * are alive. In row 16 the provider's own sign-in proves the other account.
 */
export async function mergeProof(
  world: Pick<World, 'clock' | 'tokens'>,
  question: MergeQuestion,
  { bearer, otherAccessToken }: MergeTokens,
): Promise<MergeProof> {
  const sessionId = await sessionOf(world, question.memberId, bearer)
  if (mergeNeeds(question.basis) === 'consent') return { sessionId }
  return { sessionId, otherSessionId: await sessionOf(world, question.otherId, otherAccessToken) }
}

/**
 * The session of a member by an access token with a fresh sign-in. Throws `invalid_token`,
 * `insufficient_user_authentication`, and `reauthentication_mismatch` for another member's token.
 */
async function sessionOf(
  world: Pick<World, 'clock' | 'tokens'>,
  member: MemberId,
  accessToken: string | undefined,
): Promise<SessionId> {
  if (accessToken === undefined) throw staleSignIn()
  const { memberId, sessionId, authTime } = await world.tokens.access.read(accessToken, 'fresh_enough')
  if (memberId !== member) throw new Problem('reauthentication_mismatch')
  if (!isFresh(authTime, world.clock.now())) throw staleSignIn()
  return sessionId
}
