import type { MemberVisitor } from '../../domain/visit/oauth-request.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'
import type { Answer, Decided } from './answer.ts'
import { askAgain } from './ask-again.ts'
import type { ActionHandlers } from './decide-and-act.ts'
import type { ProviderVisit } from './gather.ts'
import { actForMember } from './member-visit.ts'
import { refuse } from './refuse.ts'
import { consumedPending, signIn } from './sign-in.ts'

/** A pending visit as something to decide again on: the profile is known, so the provider is not asked. */
export const pendingAgain = ({ profile }: PendingConnection, visitor?: MemberVisitor): ProviderVisit => ({
  identity: profile.identity,
  fetch: () => Promise.resolve(profile),
  visitor,
})

/** The effects of the refusing actions where nothing has to be ended at the provider. */
export const refusing = (world: World): Pick<ActionHandlers<never>, 'refuse' | 'disconnect_and_refuse'> => ({
  refuse: async ({ outcome }) => {
    throw await refuse(world, outcome)
  },
  disconnect_and_refuse: async ({ outcome }) => {
    throw await refuse(world, outcome)
  },
})

/**
 * The effects on a visit that is pending already, of a member where `visitor` is given. A visit that is refused stays
 * as it is: the sweep disconnects it when it runs out.
 */
export function actOnPending(
  world: World,
  pending: PendingConnection,
  visitor?: MemberVisitor,
): ActionHandlers<Decided<Answer>> {
  const { clientId, authTime, amr, profile, codeChallenge } = pending
  const { identity } = profile
  const visit = { ...pendingAgain(pending, visitor), clientId, authTime, codeChallenge, pending }
  return {
    ...actForMember(world, { ...visit, once: 'written_before' }),
    ...refusing(world),
    sign_in: ({ member }) =>
      signIn(world, member, clientId, { authTime, amr, identity }, consumedPending(pending)),
    keep_pending: ({ outcome }, known) => askAgain(world, outcome, pending, known),
  }
}
