import type { PendingConnection } from '../domain/connection.ts'
import type { Identity, ProviderId } from '../domain/identity.ts'
import type { Locale, Member } from '../domain/member.ts'
import { Problem } from '../domain/problem.ts'
import { consentsOf, personOf, type RegistrationForm } from '../domain/registration.ts'
import type { Registration } from './ports/store.ts'
import type { World } from './ports/world.ts'
import type { Decided, SignedIn } from './visit/answer.ts'
import { factsMoved } from './visit/settle.ts'
import { type Entrance, prepareEntrance, signIn, waited, welcome } from './visit/sign-in.ts'
import { isVerifierOf } from './visit/transaction.ts'

/** A social sign-up. */
export interface RegisterRequest extends RegistrationForm {
  readonly registerToken: string
  readonly codeVerifier: string
  /** Must be what the token says: shows that client and server speak of the same person. */
  readonly provider: ProviderId
  readonly subject: string
  readonly locale: Locale
}

/**
 * Completes a social sign-up: the member exists from here on, whole, or not at all.
 * Throws `invalid_token`, `token_used`, `register_token_subject_mismatch`, `consent_missing`,
 * `guardian_consent_required`, `invalid_request`, `email_taken`, `phone_taken`, `identity_taken`; and the
 * problems of rows 2, 3 and 23 when the identity was linked meanwhile to a member in that state.
 */
export async function register(world: World, request: RegisterRequest): Promise<Decided<SignedIn>> {
  const pending = await openPending(world, request)
  const now = world.clock.now()
  const { profile } = pending
  const consents = consentsOf(request.consents, profile, world.stage.terms, now)
  const member: Member = {
    id: world.ids.member(),
    status: 'active',
    version: 1,
    ...personOf(request, profile, world.stage.match, now),
    attributes: {},
    locale: request.locale,
    sessionsValidFrom: now,
    createdAt: now,
  }
  const { identity } = profile
  const entrance = prepareEntrance(world, member, pending.clientId, { ...howOf(pending), identity })
  return complete(world, pending, entrance, {
    member,
    basis: {
      kind: 'visit',
      identity: { ...identity, linkedAt: now },
      pendingId: pending.id,
      tokenId: pending.tokenId,
    },
    proofs: [],
    consents,
    event: {
      id: world.ids.record(),
      type: 'member.registered',
      at: now,
      identity,
      sessionId: entrance.session.id,
    },
    session: entrance.session,
  })
}

const howOf = ({ authTime, amr }: PendingConnection) => ({ authTime, amr })

/** The visit that a register token continues, shown together with its client's secret. */
async function openPending(world: World, request: RegisterRequest): Promise<PendingConnection> {
  const { pendingId, tokenId } = await world.tokens.flow.read('register', request.registerToken)
  const found = await world.pendingConnections.find(pendingId, world.clock.now())
  if (found === undefined) throw new Problem('invalid_token')
  if (found.kind === 'ended') throw new Problem('token_used')
  const { pending } = found
  if (!isVerifierOf(world, request.codeVerifier, pending.codeChallenge)) throw new Problem('invalid_token')
  if (pending.tokenId !== tokenId) throw new Problem('token_used')
  if (!names(request, pending.profile.identity)) throw new Problem('register_token_subject_mismatch')
  return pending
}

const names = (request: RegisterRequest, identity: Identity): boolean =>
  request.provider === identity.provider && request.subject === identity.subject

async function complete(
  world: World,
  pending: PendingConnection,
  entrance: Entrance,
  registration: Registration,
): Promise<Decided<SignedIn>> {
  const result = await world.registrations.complete(registration, world.clock.now())
  switch (result.kind) {
    case 'registered':
      return { answer: await welcome(world, entrance, true) }
    case 'identity_linked':
      return enterInstead(world, pending, result)
    case 'used':
      throw new Problem('token_used')
    case 'identity_gone':
      throw new Problem('invalid_token')
    case 'email_taken':
    case 'phone_taken':
      throw new Problem(result.kind)
    case 'person_known':
      throw new Problem('identity_taken')
    default:
      return result satisfies never
  }
}

/**
 * The same person finished on another device first: that member is the one, by rows 1, 2, 3 and 23. The token
 * is used up by letting in as it would be by registering, or whoever holds it could come in again and again.
 */
async function enterInstead(
  world: World,
  pending: PendingConnection,
  {
    memberId: id,
    externalId,
  }: Extract<Awaited<ReturnType<World['registrations']['complete']>>, { kind: 'identity_linked' }>,
): Promise<Decided<SignedIn>> {
  const member = { id, ...(externalId === undefined ? {} : { externalId }) }
  const how = { ...howOf(pending), identity: pending.profile.identity }
  const result = await signIn(world, member, pending.clientId, how, waited(pending))
  if (result === factsMoved) throw new Problem('unavailable', { retryAfter: 1 })
  return result
}
