import { termsDue } from '../domain/consent/agreement.ts'
import { termsInForce } from '../domain/consent/terms-in-force.ts'
import { isUsableAt } from '../domain/leads/leads.ts'
import { hasLeft } from '../domain/member/member.ts'
import { amrOfPasskey, isCounterRegressed } from '../domain/passkey/passkey.ts'
import type { PasskeyChallenge } from '../domain/passkey/passkey-challenge.ts'
import { defined } from '../domain/values/defined.ts'
import type { Bilingual } from '../domain/values/locale.ts'
import { Problem } from '../domain/values/problem.ts'
import {
  type ChallengeOf,
  checkAsker,
  isFor,
  onceForChallenge,
  relyingPartyOf,
} from './passkeys/challenge.ts'
import { isSignedElsewhere, notListed } from './passkeys/signed-elsewhere.ts'
import type { Authenticators, UsedCredential } from './ports/passkeys/authenticators.ts'
import type { OwnedPasskey, PasskeyUse } from './ports/passkeys/passkeys.ts'
import type { World } from './ports/world.ts'
import { reauthenticated } from './steps/access-token.ts'
import { enforceLimits } from './steps/enforce-limits.ts'
import { type AddedClaimsWorld, claimsFor } from './steps/hooks/added-claims.ts'
import { conflict, retryOnConflict } from './visit/decide-and-act.ts'
import { type Decided, decided, type Reauthenticated, type SignedIn } from './visit/result.ts'
import type { PrepareSessionWorld, SignInResultWorld } from './visit/sign-in.ts'
import { prepareSession, signInResult } from './visit/sign-in.ts'

/** The authenticator's response to a challenge. */
export interface PasskeyLoginRequest {
  readonly transaction: string
  readonly credential: UsedCredential
  /** The access token of the session that re-authenticates. */
  readonly bearer?: string | undefined
  /** The source of the request for rate limits. */
  readonly source: string
}

type PasskeyLoginWorld = Pick<
  World,
  'stage' | 'clock' | 'tokens' | 'passkeys' | 'sessions' | 'limits' | 'report'
> & {
  readonly authenticators: Authenticators
} & AddedClaimsWorld &
  SignInResultWorld &
  PrepareSessionWorld

/**
 * Signs in, or re-authenticates, by a passkey. An unknown credential, a wrong signature, one that was made elsewhere or
 * without verifying the person, and one whose counter went back give one answer. Throws `not_found` where the stage has
 * no passkeys, `invalid_transaction`, `invalid_credentials`, `too_many_requests`, `token_used`, and the problems of rows 2, 3 and 23; for a
 * re-authentication `invalid_token`, and `reauthentication_mismatch` for another member's passkey.
 */
export async function passkeyLogin(
  world: PasskeyLoginWorld,
  request: PasskeyLoginRequest,
): Promise<Decided<SignedIn | Reauthenticated>> {
  relyingPartyOf(world)
  const challenge = await world.tokens.passkeyChallenges.open(request.transaction)
  if (isFor(challenge, 'sign_in')) return retryOnConflict(() => signInBy(world, challenge, request))
  if (!isFor(challenge, 'reauth')) throw new Problem('invalid_transaction')
  checkAsker(challenge, await world.tokens.access.read(request.bearer ?? '', 'fresh_enough'))
  return retryOnConflict(() => reauthenticateBy(world, challenge, request))
}

/** A passkey that has signed the challenge, with its member. */
interface Proven {
  readonly owned: OwnedPasskey
  readonly use: PasskeyUse
}

type ProveWorld = Pick<
  PasskeyLoginWorld,
  'stage' | 'clock' | 'passkeys' | 'authenticators' | 'limits' | 'report'
>

/** Counts a refused signature for its source, and gives the one answer to all of them. Throws `too_many_requests`. */
async function refused(world: ProveWorld, source: string, detail?: Bilingual): Promise<Problem> {
  await enforceLimits(world, [{ limit: world.stage.limits.failuresOfSource, key: source }])
  return new Problem('invalid_credentials', defined({ detail }))
}

/** Only who holds the passkey knows its credential id, so this tells nobody else anything. */
const ofAnotherDomain: Bilingual = {
  ko: '서비스의 이전 주소에서 만든 패스키라서 여기서는 쓸 수 없습니다. 다른 방법으로 로그인한 뒤 새 패스키를 등록해 주세요.',
  en: 'This passkey belongs to another address of the service and cannot be used here. Please sign in another way and add a new one.',
}

/** Who has signed the challenge. Throws `invalid_credentials` and `too_many_requests`. */
async function prove(
  world: ProveWorld,
  challenge: PasskeyChallenge,
  { credential, source }: Pick<PasskeyLoginRequest, 'credential' | 'source'>,
): Promise<Proven> {
  const isElsewhere = await isSignedElsewhere(world, credential.response.clientDataJSON)
  const detail = isElsewhere ? notListed : undefined
  const owned = await world.passkeys.find(credential.id)
  const isOwned = owned !== undefined && !hasLeft(owned.member, world.clock.now())
  if (!isOwned || credential.response.userHandle !== owned.passkey.userHandle) {
    throw await refused(world, source, detail)
  }
  const { passkey } = owned
  const relyingParty = relyingPartyOf(world)
  if (!isUsableAt(passkey, relyingParty.rpId)) {
    // The stage has changed its domain, or a client asks the authenticator for another one.
    world.report({ event: 'passkey_of_another_domain', ...defined({ rpId: passkey.rpId }) })
    throw await refused(world, source, ofAnotherDomain)
  }
  if (detail !== undefined) throw await refused(world, source, detail)
  const assertion = await world.authenticators.readUse(credential, passkey, {
    challenge: challenge.challenge,
    relyingParty,
  })
  if (assertion === undefined) throw await refused(world, source)
  if (isCounterRegressed(passkey, assertion)) {
    // Somebody may have copied the key, and nobody can tell which of the two this is.
    world.report({ event: 'passkey_counter_regressed' })
    throw await refused(world, source)
  }
  return { owned, use: { passkey, assertion, once: onceForChallenge(challenge) } }
}

async function signInBy(
  world: PasskeyLoginWorld,
  challenge: ChallengeOf<'sign_in'>,
  request: PasskeyLoginRequest,
): Promise<Decided<SignedIn> | typeof conflict> {
  const { owned, use } = await prove(world, challenge, request)
  const { member } = owned
  const prepared = prepareSession(world, member, challenge.purpose.clientId, howOf(world, owned))
  const preparedSession = { ...prepared, added: await claimsFor(world, member) }
  const result = await world.passkeys.open(preparedSession.session, use)
  return signInResult(world, {
    preparedSession,
    result,
    due: termsDue(termsInForce(world.stage.terms, world.clock.now()), member.agreements),
  })
}

const howOf = ({ clock }: Pick<World, 'clock'>, { passkey }: OwnedPasskey) => ({
  authTime: clock.now(),
  amr: amrOfPasskey,
  passkey: passkey.id,
})

async function reauthenticateBy(
  world: PasskeyLoginWorld,
  challenge: ChallengeOf<'reauth'>,
  request: PasskeyLoginRequest,
): Promise<Decided<Reauthenticated> | typeof conflict> {
  const { owned, use } = await prove(world, challenge, request)
  const { purpose } = challenge
  if (owned.member.id !== purpose.memberId) throw new Problem('reauthentication_mismatch')
  const now = world.clock.now()
  const result = await world.passkeys.reauthenticate(purpose, howOf(world, owned), use, now)
  switch (result) {
    case 'done': {
      const added = await claimsFor(world, owned.member)
      return decided({ kind: 'reauthenticated' }, await reauthenticated(world, purpose, added))
    }
    case 'used':
      throw new Problem('token_used')
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'conflict':
      return conflict
    default:
      return result satisfies never
  }
}
