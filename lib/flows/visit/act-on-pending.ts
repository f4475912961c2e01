import type { MemberVisitor } from '../../domain/visit/oauth-request.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { evidenceOf } from '../../domain/visit/pending-visit.ts'
import type { AskAgainWorld } from './ask-again.ts'
import { askAgain } from './ask-again.ts'
import type { ActionHandlers } from './decide-and-act.ts'
import type { ProviderVisit } from './gather.ts'
import type { ActForMemberWorld } from './member-visit.ts'
import { actForMember } from './member-visit.ts'
import type { RefuseWorld } from './refuse.ts'
import { refuse } from './refuse.ts'
import type { Decided, FlowResult } from './result.ts'
import type { SignInWorld } from './sign-in.ts'
import { consumedPending, signIn } from './sign-in.ts'

/** A pending visit as a visit to decide again. The profile is known, so the provider is not called. */
export const pendingAgain = (pending: PendingConnection, visitor?: MemberVisitor): ProviderVisit => ({
  identity: pending.profile.identity,
  fetchProfile: () => Promise.resolve(evidenceOf(pending)),
  visitor,
})

/** The effects of the refusing actions where nothing needs to be disconnected. */
export const refusing = (
  world: RefuseWorld,
): Pick<ActionHandlers<never>, 'refuse' | 'disconnect_and_refuse'> => ({
  refuse: async ({ outcome }) => {
    throw await refuse(world, outcome)
  },
  disconnect_and_refuse: async ({ outcome }) => {
    throw await refuse(world, outcome)
  },
})

export type ActOnPendingWorld = ActForMemberWorld & SignInWorld & AskAgainWorld

/**
 * The effects of each action on a pending visit, which belongs to a signed-in member if `visitor` is given. A
 * refused visit stays pending, and the sweep disconnects it after its time.
 */
export function actOnPending(
  world: ActOnPendingWorld,
  pending: PendingConnection,
  visitor?: MemberVisitor,
): ActionHandlers<Decided<FlowResult>> {
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
