import { requiredAgreements } from '../domain/consent/agreement.ts'
import type { ClientId } from '../domain/values/ids.ts'
import { limits } from '../domain/values/limits.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Address } from '../domain/values/verification.ts'
import type { World } from './ports/world.ts'
import { enforceLimits, keyOfAddress, type LimitedAttempt } from './steps/enforce-limits.ts'
import type { Decided, SignedIn } from './visit/answer.ts'
import { conflict } from './visit/decide-and-act.ts'
import { findClient } from './visit/oauth-request.ts'
import { answerSignIn, type PreparedSession, prepareSession } from './visit/sign-in.ts'

/** Somebody who says who they are and shows a password. */
export interface PasswordLoginRequest {
  readonly clientId: string
  readonly identifier: Address
  readonly password: string
  /** Where the request comes from, as the limits count it. */
  readonly source: string
}

/**
 * Signs in by password. Tries are counted before anything is compared, alike for identifiers that exist and that
 * do not; an unknown identifier, a member without a password and a wrong password are one answer after the same
 * work, so that nobody learns who is a member. Throws `invalid_request`, `too_many_requests`,
 * `invalid_credentials`, the problems of rows 2, 3 and 23, and `unavailable` when the member changed meanwhile.
 */
export async function passwordLogin(world: World, request: PasswordLoginRequest): Promise<Decided<SignedIn>> {
  const client = findClient(world, request.clientId)
  const byIdentifier: LimitedAttempt = {
    limit: limits.passwordPerIdentifier,
    key: keyOfAddress(request.identifier),
  }
  await enforceLimits(world, [{ limit: limits.passwordPerSource, key: request.source }, byIdentifier])
  const proven = await prove(world, client.id, request)
  if (proven === undefined) throw new Problem('invalid_credentials')
  const { entrance } = proven

  // Only the identifier's tries are forgotten: else an attacker's own account would wash the source clean.
  const [result] = await Promise.all([
    world.sessions.open(
      entrance.session,
      'password',
      'written_before',
      undefined,
      requiredAgreements(world.stage.terms),
    ),
    world.limits.forget(byIdentifier.limit, byIdentifier.key, world.clock.now()),
  ])
  const answer = await answerSignIn(world, entrance, result)
  if (answer === conflict) throw new Problem('unavailable', { retryAfter: 1 })
  await renewHash(world, proven, request.password)
  return answer
}

/** A member who has shown the password, with the hash that it was compared with. */
interface Proven {
  readonly entrance: PreparedSession
  readonly passwordHash: string
}

/**
 * Hashes a password of an old system anew, now that it is known. Of sign-ins at the same moment one does it; and
 * none does when the password was changed meanwhile. Whoever is in stays in when this fails: it is reported, and
 * done at the next sign-in.
 */
async function renewHash(world: World, { entrance, passwordHash }: Proven, password: string): Promise<void> {
  try {
    const renewed = await world.passwords.renew(password, passwordHash)
    if (renewed === undefined) return
    await world.members.renewPasswordHash(entrance.session.memberId, passwordHash, renewed)
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.name : 'unknown'
    world.report({ event: 'password_not_renewed', error })
  }
}

/**
 * The entrance of the member whose password it is. It is prepared before the password is compared: if the
 * password is changed meanwhile, this session ends with all the others.
 */
async function prove(
  world: World,
  clientId: ClientId,
  { identifier, password }: PasswordLoginRequest,
): Promise<Proven | undefined> {
  const found = await world.members.findByAddress(identifier)
  if (found?.passwordHash === undefined) {
    await world.passwords.verifyNothing(password)
    return undefined
  }
  const signIn = { authTime: world.clock.now(), amr: ['pwd'] }
  const entrance = prepareSession(world, found.member, clientId, signIn)
  const { passwordHash } = found
  return (await world.passwords.verify(password, passwordHash)) ? { entrance, passwordHash } : undefined
}
