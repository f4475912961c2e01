import { type Agreement, agreementOf, requiredAgreements, termsDue } from '../../domain/consent/agreement.ts'
import type { Term } from '../../domain/consent/consent.ts'
import { termsInForce } from '../../domain/consent/terms-in-force.ts'
import {
  hasLeft,
  identityMethod,
  type LoginMethod,
  type Member,
  type Session,
  type SignIn,
} from '../../domain/member/member.ts'
import type { MemberClaims } from '../../domain/member/token-claims.ts'
import { newSession } from '../../domain/session/session.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { ClientId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import { outcomeByStatus } from '../../domain/visit/classify.ts'
import type { MemberSummary } from '../../domain/visit/facts.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { AddedClaims } from '../ports/added-claims.ts'
import type { ConsumedPending, Once, Sessions } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { issueAccess } from '../steps/access-token.ts'
import { type RestoreEndedWorld, restoreEnded } from '../steps/ended/restore-ended.ts'
import { type AddedClaimsWorld, addedClaims } from '../steps/hooks/added-claims.ts'
import { conflict } from './decide-and-act.ts'
import type { DisconnectWithdrawnWorld } from './disconnect.ts'
import { disconnectWithdrawn } from './disconnect.ts'
import type { RefuseWorld } from './refuse.ts'
import { refuse } from './refuse.ts'
import { type Decided, decided, type SignedIn } from './result.ts'

/** A session that is not written yet, with the tokens that only the device keeps. */
export interface PreparedSession {
  readonly session: Session
  readonly refreshToken: string
  readonly deviceToken: string
}

export type PrepareSessionWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'tokens' | 'device'>

/**
 * Prepares a session for a member; writes nothing. The session carries the version that the member was read
 * with, so that it is dead if all sessions end before it is written.
 */
export function prepareSession(
  world: PrepareSessionWorld,
  member: Pick<Member, 'id' | 'externalId' | 'credentialsVersion'>,
  clientId: ClientId,
  signIn: SignIn,
): PreparedSession {
  const id = world.ids.session()
  const refresh = world.tokens.refresh.derive({ memberId: member.id, sessionId: id, generation: 0 })
  const { externalId, credentialsVersion } = member
  const device = world.device()
  const of = { id, memberId: member.id, externalId, clientId, signIn, credentialsVersion, device }
  const session = newSession(of, refresh, world.stage.sessions, world.clock.now())
  const deviceToken = world.tokens.device.issue({ memberId: member.id, deviceId: world.ids.device() })
  return { session, refreshToken: refresh.token, deviceToken }
}

/** A session with the claims that the service adds to its first access token. */
export interface ReadySession extends PreparedSession {
  readonly added: AddedClaims
}

/** The result for a member whose session is written. */
export async function signedIn(
  world: Pick<World, 'stage' | 'tokens' | 'members'>,
  readySession: ReadySession,
  created: boolean,
  due: readonly Term[] = [],
  claims?: MemberClaims,
): Promise<SignedIn> {
  const { session, refreshToken, deviceToken, added } = readySession
  const { memberId: id, externalId } = session
  const access = await issueAccess(world, session, added, claims)
  return {
    outcome: 'signed_in',
    created,
    member: { id, ...defined({ externalId }) },
    ...access,
    tokenType: 'Bearer',
    refreshToken,
    deviceToken,
    clientId: session.clientId,
    termsDue: due,
  }
}

/**
 * The required terms that a member has not agreed to yet, after the sign-in. One
 * read, or none without required terms.
 */
async function dueAfter(
  world: Pick<World, 'stage' | 'clock' | 'sessions'>,
  { session }: PreparedSession,
): Promise<readonly Term[]> {
  const terms = termsInForce(world.stage.terms, world.clock.now())
  if (requiredAgreements(terms).length === 0) return []
  const found = await world.sessions.find(session.memberId, session.id)
  return termsDue(terms, found?.authState.agreements)
}

/** The terms of the agreements that an opened session lacks. */
const lackedTerms = (
  { stage, clock }: Pick<World, 'stage' | 'clock'>,
  lacks: readonly Agreement[] = [],
): readonly Term[] =>
  termsInForce(stage.terms, clock.now()).filter((term) => lacks.includes(agreementOf(term)))

export type SignInWorld = Pick<World, 'stage' | 'ids' | 'sessions'> &
  AddedClaimsWorld &
  RestoreEndedWorld &
  PrepareSessionWorld &
  DisconnectWithdrawnWorld &
  SignInResultWorld

/** A sign-in by an identity. */
export type SignInByIdentity = SignIn & { readonly identity: Identity }

/** A session that was to be opened, and what came of it. */
interface Opened {
  readonly preparedSession: ReadySession
  readonly result: Awaited<ReturnType<Sessions['open']>>
  /** The required terms that the member has not agreed to, where the result does not tell. */
  readonly due?: readonly Term[] | undefined
}

/**
 * Opens a session for a visitor with a linked identity, if the member is active in the same transaction. The connection
 * of a withdrawn member is ended again at the provider. Throws `hook_failed`.
 */
export async function openFor(
  world: SignInWorld,
  member: Pick<MemberSummary, 'id' | 'externalId' | 'credentialsVersion' | 'claims'>,
  clientId: ClientId,
  how: SignInByIdentity,
  once: Once | ConsumedPending | 'written_before',
  storedToken?: StoredProviderToken,
): Promise<Opened> {
  const { credentialsVersion = 0, claims: seen = [], ...named } = member
  const added = await addedClaims(world, member.id)
  const preparedSession = { ...prepareSession(world, { ...named, credentialsVersion }, clientId, how), added }
  const method: LoginMethod = identityMethod(how.identity)
  const opened = await world.sessions.open(
    preparedSession.session,
    method,
    once,
    storedToken,
    requiredAgreements(termsInForce(world.stage.terms, world.clock.now())),
    { wanted: world.stage.tokens.claims, seen },
  )
  const result =
    opened.kind === 'conflict'
      ? await restoreEnded(world, preparedSession.session, how.identity, once, storedToken)
      : opened
  if (result.kind === 'not_active' && result.member.status === 'withdrawn') {
    await disconnectWithdrawn(world, how.identity, member.id, storedToken)
  }
  const due =
    opened.kind === 'conflict' && result.kind === 'opened'
      ? await dueAfter(world, preparedSession)
      : undefined
  return { preparedSession, result, due }
}

/**
 * Rows 1, 2, 3 and 23 for a visitor with a linked identity: opens a session, or refuses by the member's status. Throws
 * `token_used` if the visit, or its token, was consumed already.
 */
export const signIn = async (
  ...visit: Parameters<typeof openFor>
): Promise<Decided<SignedIn> | typeof conflict> => signInResult(visit[0], await openFor(...visit))

export type SignInResultWorld = Pick<World, 'members'> & RefuseWorld

/**
 * Rows 1, 2, 3 and 23 for a visitor who has proven to be a member: the opened session, or the problem of the
 * member's status. Throws `token_used` for a consumed proof.
 */
export async function signInResult(
  world: SignInResultWorld,
  { preparedSession, result, due }: Opened,
): Promise<Decided<SignedIn> | typeof conflict> {
  switch (result.kind) {
    case 'opened':
      return decided(
        { kind: 'signed_in' },
        await signedIn(world, preparedSession, false, due ?? lackedTerms(world, result.lacks), result.claims),
      )
    case 'used':
      throw new Problem('token_used')
    case 'conflict':
      return conflict
    case 'not_active': {
      // The survivor has taken over everything that led to a merged member, and nothing leads to one who has left.
      if (result.member.status === 'merged' || hasLeft(result.member, world.clock.now())) return conflict
      const outcome = outcomeByStatus(result.member)
      if (outcome.kind === 'signed_in') return conflict
      throw await refuse(world, outcome, preparedSession.session.signIn)
    }
    case 'exhausted':
      throw new Problem('too_many_requests', { retryAfter: 1 })
    default:
      return result satisfies never
  }
}
