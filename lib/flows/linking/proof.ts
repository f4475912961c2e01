import type { SessionId } from '../../domain/values/ids.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { LinkQuestion, LinkTarget } from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'

/** Whom the visit will be linked to, and in which session of that member if there is one. */
export interface Proof {
  readonly target: LinkTarget
  readonly sessionId?: SessionId
}

/** A sign-in that is too long ago, or missing (RFC 9470). */
export const staleSignIn = (): Problem =>
  new Problem('insufficient_user_authentication', { maxAge: lifetimes.freshSignIn })

/** Whether a sign-in is recent enough to prove something with. */
export const isFresh = (authTime: Date, now: Date): boolean =>
  now.getTime() - authTime.getTime() <= lifetimes.freshSignIn * 1000

/**
 * Who may answer the question. A yes to a full match needs nobody but the visitor; whatever else matched needs
 * one of the candidates, freshly signed in, by any way. The proof counts for this visit's own candidates and
 * for no others.
 */
export async function proofOf(
  world: World,
  { needs, candidates }: LinkQuestion,
  bearer: string | undefined,
): Promise<Proof> {
  if (bearer === undefined) {
    const [only] = candidates
    if (needs === 'sign_in' || only === undefined) throw staleSignIn()
    return { target: only }
  }
  const { memberId, sessionId, authTime } = await world.tokens.access.read(bearer, 'fresh_enough')
  const target = candidates.find((candidate) => candidate.memberId === memberId)
  if (target === undefined) throw new Problem('reauthentication_mismatch')
  if (needs === 'sign_in' && !isFresh(authTime, world.clock.now())) throw staleSignIn()
  return { target, sessionId }
}
