import { requiredAgreements } from '../domain/consent/agreement.ts'
import { termsInForce } from '../domain/consent/terms-in-force.ts'
import { isPasswordNameOf } from '../domain/leads/contact.ts'
import { maxSharers } from '../domain/leads/shared.ts'
import type { PasswordLane } from '../domain/limits/password-lane.ts'
import { hasLeft, type Member } from '../domain/member/member.ts'
import type { ClientId } from '../domain/values/ids.ts'
import { loginIdKey } from '../domain/values/login-id.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Identifier } from '../domain/values/verification.ts'
import type { Identified } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { type AddedClaimsWorld, claimsFor } from './steps/hooks/added-claims.ts'
import { type LegacySignInWorld, movesIn } from './steps/hooks/legacy-sign-in.ts'
import { countFailure, lanesOf, openLane, type PasswordAttempt } from './steps/password-lanes.ts'
import { conflict, retryOnConflict } from './visit/decide-and-act.ts'
import { findClient } from './visit/oauth-request.ts'
import type { Decided, SignedIn } from './visit/result.ts'
import type { PrepareSessionWorld, SignInResultWorld } from './visit/sign-in.ts'
import { type PreparedSession, prepareSession, signInResult } from './visit/sign-in.ts'

/** A sign-in by identifier and password. */
export interface PasswordLoginRequest extends PasswordAttempt {
  readonly clientId: string
  readonly password: string
}

type PasswordLoginWorld = Pick<World, 'stage' | 'clock' | 'passwords' | 'members' | 'sessions' | 'limits'> &
  AddedClaimsWorld &
  LegacySignInWorld &
  SignInResultWorld &
  PrepareSessionWorld

/**
 * Signs in by password. Wrong passwords are counted, the same for known and unknown
 * identifiers. An unknown identifier, a member without a password and a wrong password give one
 * response after the same work, so nobody learns who is a member. The session opens only if the member still
 * has the hash that was compared; otherwise the password is compared again. Throws `not_found` where the stage has closed
 * this sign-in, `invalid_request`,
 * `too_many_requests`, `invalid_credentials`, the problems of rows 2, 3 and 23, `hook_failed`,
 * and `unavailable` if the member keeps changing. Where the service has an old system, that one is asked about an
 * identifier that nobody here has, beside the same work.
 */
export async function passwordLogin(
  world: PasswordLoginWorld,
  request: PasswordLoginRequest,
): Promise<Decided<SignedIn>> {
  if (!world.stage.doors.passwordSignIn) throw new Problem('not_found')
  const client = findClient(world, request.clientId)
  let hasAsked = false
  let known: LookedUp | undefined
  const { outcome, proven } = await retryOnConflict(async () => {
    const { lanes, found } = known ?? (await lookUp(world, request))
    known = undefined
    const lane = openLane(world, lanes, found)
    const asks = found.length === 0 && !hasAsked
    hasAsked = true
    const [proven, movedIn] = await Promise.all([
      prove(world, client.id, request, found),
      asks ? movesIn(world, request) : undefined,
    ])
    if (movedIn !== undefined) {
      known = movedIn === 'somebody' ? undefined : { lanes, found: staying(world, [movedIn]) }
      return conflict
    }
    if (proven === undefined) throw await countFailure(world, lane)
    const outcome = await open(world, proven, lane)
    return outcome === conflict ? conflict : { outcome, proven }
  })
  await renewHash(world, proven, request.password)
  return outcome
}

/** The limits of an attempt, and who has its identifier. */
interface LookedUp {
  readonly lanes: Awaited<ReturnType<typeof lanesOf>>
  readonly found: readonly Identified[]
}

async function lookUp(world: PasswordLoginWorld, request: PasswordLoginRequest): Promise<LookedUp> {
  const [lanes, found] = await Promise.all([lanesOf(world, request), find(world, request.identifier)])
  return { lanes, found }
}

/** The members who have an identifier, without those who have left for good. */
async function find(
  world: Pick<World, 'members' | 'clock'>,
  identifier: Identifier,
): Promise<readonly Identified[]> {
  const { members } = world
  const found =
    identifier.channel === 'login_id'
      ? [await members.findByLoginId(identifier.value)].flatMap((one) => one ?? [])
      : await members.findAllByAddress(identifier)
  return staying(world, found)
}

const staying = ({ clock }: Pick<World, 'clock'>, found: readonly Identified[]): readonly Identified[] =>
  found.filter(({ member }) => !hasLeft(member, clock.now()))

/** Whether an identifier names the member's password. */
const isNamed = (found: Identified, identifier: Identifier): found is Required<Identified> =>
  found.passwordHash !== undefined &&
  (identifier.channel === 'login_id'
    ? isLoginIdOf(found.member, identifier.value)
    : isPasswordNameOf(found.member, identifier))

const isLoginIdOf = ({ loginId }: Member, value: string): boolean =>
  loginId !== undefined && loginIdKey(loginId) === value

/** Opens the session of a member who has proven a password, if that still is the password. */
async function open(
  world: PasswordLoginWorld,
  { member, preparedSession, passwordHash }: ProvenMember,
  { own }: PasswordLane,
): Promise<Decided<SignedIn> | typeof conflict> {
  const { session } = preparedSession
  const added = await claimsFor(world, member)
  const required = requiredAgreements(termsInForce(world.stage.terms, world.clock.now()))
  const proof = { passwordHash, within: own }
  const result = await world.sessions.open(session, proof, 'written_before', undefined, required)
  return signInResult(world, { preparedSession: { ...preparedSession, added }, result })
}

/** A member whose password was correct, with the compared hash. */
interface ProvenMember {
  readonly member: Member
  readonly preparedSession: PreparedSession
  readonly passwordHash: string
}

/**
 * Replaces the hash of an earlier system, now that the password is known. One of several simultaneous
 * sign-ins succeeds, and none does if the password has changed. A failure does not affect the sign-in: it is
 * reported, and the next sign-in tries again.
 */
async function renewHash(
  world: Pick<World, 'passwords' | 'report' | 'members'>,
  { preparedSession, passwordHash }: ProvenMember,
  password: string,
): Promise<void> {
  try {
    const renewed = await world.passwords.renew(password, passwordHash)
    if (renewed === undefined) return
    await world.members.renewPasswordHash(preparedSession.session.memberId, passwordHash, renewed)
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.name : 'unknown'
    world.report({ event: 'password_not_renewed', error })
  }
}

/**
 * The session of the member with this password; undefined for a wrong one. Every hash that the identifier may lead to is
 * compared, and a refusal compares as many for nobody, for one and for three. The session carries the member's version
 * from before the comparison. Throws `invalid_request` if two who share the identifier have the same password.
 */
async function prove(
  world: PasswordLoginWorld,
  clientId: ClientId,
  { identifier, password }: PasswordLoginRequest,
  found: readonly Identified[],
): Promise<ProvenMember | undefined> {
  const signIn = { authTime: world.clock.now(), amr: ['pwd'] }
  const named = found.filter((one) => isNamed(one, identifier))
  const compared = await Promise.all(
    named.map(async ({ member, passwordHash }): Promise<readonly ProvenMember[]> => {
      const preparedSession = prepareSession(world, member, clientId, signIn)
      const isRight = await world.passwords.verify(password, passwordHash)
      return isRight ? [{ member, preparedSession, passwordHash }] : []
    }),
  )
  const [proven, another] = compared.flat()
  if (another !== undefined) throw namesSeveral()
  if (proven === undefined) await compareRest(world, { identifier, password }, named.length)
  return proven
}

/** Does the work of the comparisons that a refusal has not needed. A login ID is one member's. */
async function compareRest(
  world: Pick<World, 'passwords'>,
  { identifier, password }: Pick<PasswordLoginRequest, 'identifier' | 'password'>,
  compared: number,
): Promise<void> {
  const places = identifier.channel === 'login_id' ? 1 : maxSharers
  const rest = Array.from({ length: Math.max(0, places - compared) })
  await Promise.all(rest.map(() => world.passwords.verifyNothing(password)))
}

/** The problem of an identifier that two members share who chose the same password. */
const namesSeveral = (): Problem =>
  new Problem('invalid_request', {
    errors: [
      {
        pointer: '/identifier',
        detail: {
          ko: '이 연락처와 비밀번호가 같은 회원이 여럿입니다. 다른 방법으로 로그인해 주세요.',
          en: 'names several members with this password: sign in another way',
        },
      },
    ],
  })
