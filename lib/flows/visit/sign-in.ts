import { type Agreement, agreementOf, requiredAgreements, termsDue } from '../../domain/consent/agreement.ts'
import type { Term } from '../../domain/consent/consent.ts'
import { identityWay, type Session, type SignIn, type Way } from '../../domain/member/member.ts'
import { newSession } from '../../domain/session/session.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { ClientId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import { enter } from '../../domain/visit/classify.ts'
import type { Standing } from '../../domain/visit/facts.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import type { Keeping } from '../../domain/visit/provider-token.ts'
import type { Once, Sessions, Waited } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { issueAccess } from '../steps/access-token.ts'
import type { Decided, SignedIn } from './answer.ts'
import { factsMoved } from './decide-and-act.ts'
import { disconnectLeft } from './disconnect.ts'
import { refuse } from './refuse.ts'

/** A session that is about to be written, with the refresh token that only its device will hold. */
export interface Entrance {
  readonly session: Session
  readonly refreshToken: string
}

/** Prepares a session; nothing is written yet. */
export function prepareEntrance(
  world: World,
  member: Pick<Standing, 'id' | 'externalId'>,
  clientId: ClientId,
  signIn: SignIn,
): Entrance {
  const id = world.ids.session()
  const refresh = world.tokens.refresh.derive({ memberId: member.id, sessionId: id, generation: 0 })
  const { externalId } = member
  const of = { id, memberId: member.id, externalId, clientId, signIn, device: world.device() }
  const session = newSession(of, refresh, world.stage.sessions, world.clock.now())
  return { session, refreshToken: refresh.token }
}

/** What a member gets whose session is written. */
export async function welcome(
  world: World,
  entrance: Entrance,
  created: boolean,
  due: readonly Term[] = [],
): Promise<SignedIn> {
  const { session, refreshToken } = entrance
  const { memberId: id, externalId } = session
  const access = await issueAccess(world, session)
  return {
    outcome: 'signed_in',
    created,
    member: { id, ...(externalId === undefined ? {} : { externalId }) },
    ...access,
    tokenType: 'Bearer',
    refreshToken,
    clientId: session.clientId,
    termsDue: due,
  }
}

/** The terms that a member who has just come in has yet to agree to. One read; none where nothing is required. */
async function dueAfter(world: World, { session }: Entrance): Promise<readonly Term[]> {
  const { terms } = world.stage
  if (requiredAgreements(terms).length === 0) return []
  const found = await world.sessions.find(session.memberId, session.id)
  return termsDue(terms, found?.gate.agreements)
}

/** The terms that somebody lacks whose session was opened. */
const lackedTerms = ({ stage }: World, lacks: readonly Agreement[] = []): readonly Term[] =>
  stage.terms.filter((term) => lacks.includes(agreementOf(term)))

/** A visit that waited, as what letting its person in uses up. */
export const waited = ({ id, tokenId }: PendingConnection): Waited => ({ pendingId: id, tokenId })

/**
 * Rows 1, 2, 3 and 23 for whoever came in by an identity: opens a session if the member is active at that
 * very moment, refuses by the member's real state otherwise. Throws `token_used` when the visit, or the token
 * that continues it, did its work already.
 */
export async function signIn(
  world: World,
  member: Pick<Standing, 'id' | 'externalId'>,
  clientId: ClientId,
  how: Required<SignIn>,
  once: Once | Waited | 'written_before',
  keeping?: Keeping,
): Promise<Decided<SignedIn> | typeof factsMoved> {
  const entrance = prepareEntrance(world, member, clientId, how)
  const way: Way = identityWay(how.identity)
  const opened = await world.sessions.open(
    entrance.session,
    way,
    once,
    keeping,
    requiredAgreements(world.stage.terms),
  )
  const result =
    opened.kind === 'moved' ? await restoreCut(world, entrance, how.identity, once, keeping) : opened
  if (result.kind === 'not_active' && result.member.status === 'withdrawn') {
    await disconnectLeft(world, how.identity, member.id, keeping)
  }
  const due =
    opened.kind === 'moved' && result.kind === 'opened' ? await dueAfter(world, entrance) : undefined
  return answerEntry(world, entrance, result, due)
}

/**
 * The way in does not lead to the member any more. If that is because the provider had cut it as the last one,
 * its person is back: whom the claim leads to gets the way back, with the session. In all other cases nothing
 * is tried, and the visit is decided again.
 */
async function restoreCut(
  world: World,
  { session }: Entrance,
  identity: Identity,
  once: Once | Waited | 'written_before',
  keeping: Keeping | undefined,
): ReturnType<Sessions['open']> {
  const claim = await world.identityClaims.find(identity)
  if (claim?.memberId !== session.memberId) return { kind: 'moved' }
  // Restored a moment ago, and the provider is still being asked to end what there was before.
  if (claim.state === 'disconnecting') throw await refuse(world, { row: 20, kind: 'provider_unavailable' })
  if (claim.state !== 'cut') return { kind: 'moved' }
  const at = session.createdAt
  const { provider, subject } = identity
  const linked = { provider, subject, linkedAt: at }
  const event = {
    id: world.ids.record(),
    type: 'identity.linked',
    at,
    identity,
    sessionId: session.id,
  } as const
  return world.cuts.restore({ identity: linked, session, event, ...(keeping && { keeping }) }, once)
}

/**
 * Rows 1, 2, 3 and 23 for whoever has proven to be a member: the session that was opened, or the problem of
 * the state that the member is really in. Throws `token_used` when what proved it did its work already.
 */
export async function answerEntry(
  world: World,
  entrance: Entrance,
  result: Awaited<ReturnType<Sessions['open']>>,
  due?: readonly Term[],
): Promise<Decided<SignedIn> | typeof factsMoved> {
  switch (result.kind) {
    case 'opened':
      return {
        row: 1,
        answer: await welcome(world, entrance, false, due ?? lackedTerms(world, result.lacks)),
      }
    case 'used':
      throw new Problem('token_used')
    case 'moved':
      return factsMoved
    case 'not_active': {
      // What led to a merged member leads to its survivor by now.
      if (result.member.status === 'merged') return factsMoved
      const outcome = enter(result.member)
      if (outcome.row === 1) return factsMoved
      throw await refuse(world, outcome)
    }
    default:
      return result satisfies never
  }
}
