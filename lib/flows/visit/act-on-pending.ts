import type { PendingOutcome } from '../../domain/visit/action.ts'
import type { MemberSummary } from '../../domain/visit/facts.ts'
import type { MemberVisitor } from '../../domain/visit/oauth-request.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { evidenceOf } from '../../domain/visit/pending-visit.ts'
import type { KnownCandidate } from '../ports/store.ts'
import type { AskAgainWorld } from './ask-again.ts'
import { askAgain } from './ask-again.ts'
import type { ActionHandlers, conflict } from './decide-and-act.ts'
import type { ProviderVisit } from './gather.ts'
import type { ActForMemberWorld, MemberVisit } from './member-visit.ts'
import { actForMember } from './member-visit.ts'
import type { RefuseWorld } from './refuse.ts'
import { refuse } from './refuse.ts'
import type { Decided, FlowResult, SignedIn } from './result.ts'
import type { SignInWorld } from './sign-in.ts'
import { signIn } from './sign-in.ts'

/** A pending visit as a visit to decide again. The profile is known, so the provider is not called. */
export function pendingAgain(pending: PendingConnection, visitor?: MemberVisitor): ProviderVisit {
  const profile = evidenceOf(pending)
  return {
    identity: pending.profile.identity,
    fetchProfile: () => Promise.resolve(profile),
    profile,
    visitor,
  }
}

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

/** What opens a session for a pending visit. Signing in consumes the register token, so it cannot be replayed. */
export function openingOfPending(pending: PendingConnection) {
  const { authTime, amr, profile, clientId, id: pendingId, tokenId } = pending
  return { clientId, how: { authTime, amr, identity: profile.identity }, once: { pendingId, tokenId } }
}

/** Signs in to the member whom another visit of the same person has linked, by rows 1, 2, 3 and 23. */
export async function signInPending(
  world: SignInWorld,
  pending: PendingConnection,
  member: Pick<MemberSummary, 'id' | 'externalId'>,
): Promise<Decided<SignedIn> | typeof conflict> {
  const { clientId, how, once } = openingOfPending(pending)
  return signIn(world, member, clientId, how, once)
}

/**
 * The effects of each action on the pending visit of somebody who is signed in nowhere. `keep` asks the new question.
 */
export function actAnonymously<Kept>(
  world: RefuseWorld & SignInWorld,
  pending: PendingConnection,
  keep: (outcome: PendingOutcome, known: readonly KnownCandidate[]) => Promise<Kept>,
): ActionHandlers<Kept | Decided<SignedIn>> {
  const ofMember = async (): Promise<never> => {
    throw new Error('an anonymous visit has the row of a signed-in one')
  }
  return {
    ...refusing(world),
    sign_in: ({ member }) => signInPending(world, pending, member),
    keep_pending: ({ outcome }, known) => keep(outcome, known),
    link: ofMember,
    already_linked: ofMember,
    merge: ofMember,
    reauthenticate: ofMember,
  }
}

export type ActOnPendingWorld = ActForMemberWorld & SignInWorld & AskAgainWorld

/**
 * The effects of each action on a pending visit, which belongs to a signed-in member if `visitor` is given. A
 * refused visit stays pending, and the sweep disconnects it after its time. A `ticket` is consumed by linking itself.
 */
export function actOnPending(
  world: ActOnPendingWorld,
  pending: PendingConnection,
  visitor?: MemberVisitor,
  ticket: Pick<MemberVisit, 'linkingTicket' | 'usedUp'> = {},
): ActionHandlers<Decided<FlowResult>> {
  const { clientId, authTime, codeChallenge } = pending
  const visit = { ...pendingAgain(pending, visitor), clientId, authTime, codeChallenge, pending, ...ticket }
  return {
    ...actForMember(world, { ...visit, once: 'written_before' }),
    ...refusing(world),
    sign_in: ({ member }) => signInPending(world, pending, member),
    keep_pending: ({ outcome }, known) => askAgain(world, outcome, pending, known),
  }
}
