import type { PendingConnection } from '../../domain/connection.ts'
import type { ProviderProfile } from '../../domain/evidence.ts'
import { after, lifetimes } from '../../domain/lifetimes.ts'
import type { Waiting } from '../../domain/next-step.ts'
import { Problem } from '../../domain/problem.ts'
import { missingItems } from '../../domain/registration.ts'
import type { Transaction } from '../../domain/transaction.ts'
import type { World } from '../ports/world.ts'
import {
  type Decided,
  type Matched,
  type RegistrationRequired,
  refuse,
  showProfile,
  showTerms,
} from './answer.ts'

/** A visit that has to wait for its visitor: what is kept of it. */
export function pendingOf(
  world: World,
  transaction: Transaction,
  profile: ProviderProfile,
): PendingConnection {
  const now = world.clock.now()
  return {
    id: world.ids.pending(),
    transactionId: transaction.id,
    clientId: transaction.clientId,
    codeChallenge: transaction.codeChallenge,
    tokenId: world.ids.token(),
    authTime: now,
    amr: [transaction.provider],
    locale: transaction.locale,
    createdAt: now,
    expiresAt: after(now, lifetimes.pendingConnection),
    profile,
  }
}

/** Until when a pending identity waits before it is ended at the provider. */
export const dueAt = (pending: PendingConnection): Date => pending.expiresAt

/** What the visitor of a kept visit is told. Throws the problem of a row that waits without an answer. */
export async function answerWaiting(
  world: World,
  outcome: Waiting,
  pending: PendingConnection,
): Promise<Decided<RegistrationRequired>> {
  if (outcome.kind === 'member_deactivated') throw refuse(outcome)
  if (outcome.kind !== 'registration_required' && outcome.row !== 8) throw takenBy(outcome)
  const { token, expiresIn } = await world.tokens.flow.issue('register', {
    tokenId: pending.tokenId,
    pendingId: pending.id,
  })
  const { profile } = pending
  const answer: RegistrationRequired = {
    outcome: 'registration_required',
    registerToken: token,
    expiresIn,
    identity: profile.identity,
    profile: showProfile(profile),
    missing: missingItems(world.stage.match, profile),
    terms: showTerms(world.stage.terms, pending.locale, profile),
    familyMember: outcome.kind === 'registration_required' && outcome.familyMember,
  }
  return { row: outcome.row, answer }
}

/**
 * A visitor who matches a member does not register beside it. Which address it was is said only where the
 * visitor's provider has verified it.
 */
export function takenBy(outcome: Matched): Problem {
  const matches = outcome.kind === 'link_proof_required' ? outcome.matches : [outcome.match]
  const byPhoneAlone = matches.every(({ shows }) => !shows.includes('email') && shows.includes('phone'))
  return new Problem(byPhoneAlone ? 'phone_taken' : 'email_taken', {}, outcome.row)
}
