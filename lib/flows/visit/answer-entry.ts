import { enter } from '../../domain/classify.ts'
import { Problem } from '../../domain/problem.ts'
import type { Sessions } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type Decided, refuse, type SignedIn } from './answer.ts'
import { factsMoved } from './settle.ts'
import { type Entrance, welcome } from './sign-in.ts'

/**
 * Rows 1, 2, 3 and 23 for whoever has proven to be a member: the session that was opened, or the problem of the
 * state that the member is really in. Throws `token_used` when what proved it did its work already.
 */
export async function answerEntry(
  world: World,
  entrance: Entrance,
  result: Awaited<ReturnType<Sessions['open']>>,
): Promise<Decided<SignedIn> | typeof factsMoved> {
  switch (result.kind) {
    case 'opened':
      return { row: 1, answer: await welcome(world, entrance, false) }
    case 'used':
      throw new Problem('token_used')
    case 'moved':
      return factsMoved
    case 'not_active': {
      const outcome = enter(result.member)
      if (outcome.row === 1) return factsMoved
      throw refuse(outcome)
    }
    default:
      return result satisfies never
  }
}
