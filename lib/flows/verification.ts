import type { LimitedAttempt } from '../domain/limits/limit.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import type { Locale } from '../domain/values/locale.ts'
import { Problem } from '../domain/values/problem.ts'
import {
  type Address,
  isVerificationId,
  maySignInByCode,
  type Verification,
  type VerificationId,
  type VerificationPurpose,
} from '../domain/values/verification.ts'
import type { World } from './ports/world.ts'
import { type ComposeWorld, codeMessage } from './steps/compose-message.ts'
import { enforceLimits, keyOfAddress } from './steps/enforce-limits.ts'

/** A visitor's claim that an address is the visitor's own. */
export interface VerificationRequest {
  readonly address: Address
  readonly purpose: VerificationPurpose
  readonly locale: Locale
  /** The source of the request for rate limits. */
  readonly source: string
}

/** A requested code. */
export interface VerificationStarted {
  readonly verificationId: VerificationId
  /** Seconds. */
  readonly expiresIn: number
  /** Seconds until the next code can be requested. */
  readonly resendAfter: number
}

type StartVerificationWorld = ComposeWorld & Pick<World, 'tokens' | 'report' | 'verifications' | 'limits'>

/**
 * Leaves a code for an address. Members and strangers get the same response, the same count and the same rows, after the
 * same requests: whether a code is worth sending is decided after the response. Throws `not_found` for a sign-in
 * that the stage does not offer, `too_many_requests`, and `invalid_request` for a number without text service.
 */
export async function startVerification(
  world: StartVerificationWorld,
  request: VerificationRequest,
): Promise<VerificationStarted> {
  const { address, purpose, locale } = request
  if (purpose === 'sign_in' && !maySignInByCode(world.stage.doors, address)) throw new Problem('not_found')
  refuseUnreachable(world, address)
  await enforceLimits(world, attemptsFor(world, request))
  const now = world.clock.now()
  const verification: Verification = {
    id: world.ids.verification(),
    address,
    purpose,
    keyId: world.tokens.codes.keyId(),
    startedAt: now,
    expiresAt: after(now, lifetimes.code),
  }
  await world.verifications.start(verification, codeMessage(world, verification, locale))
  return {
    verificationId: verification.id,
    expiresIn: lifetimes.code,
    resendAfter: world.stage.limits.codesHere.gapSeconds,
  }
}

function refuseUnreachable(world: Pick<World, 'receivesTexts'>, address: Address): void {
  if (address.channel === 'email' || world.receivesTexts(address.value)) return
  const errors = [
    {
      pointer: '/to',
      detail: {
        ko: '이 나라의 번호로는 문자를 보내지 않습니다.',
        en: 'is in a country that this service sends no texts to',
      },
    },
  ]
  throw new Problem('invalid_request', { errors })
}

/**
 * The rate limits of a code: for each purpose of an address, from each source tightly and from all loosely, so
 * that nobody keeps another from a code; and for the source.
 */
function attemptsFor(
  { stage: { limits: of } }: Pick<World, 'stage'>,
  { address, purpose, source }: VerificationRequest,
): readonly LimitedAttempt[] {
  const key = `${purpose} ${keyOfAddress(address)}`
  return [
    { limit: of.codesHere, key: `${key} ${source}` },
    { limit: of.codes, key },
    { limit: of.codesOfSource, key: source },
    ...(address.channel === 'sms' ? [{ limit: of.textsOfSource, key: source }] : []),
  ]
}

/** A code that came back. */
export interface VerificationConfirmation {
  readonly verificationId: string
  readonly code: string
}

/** The token of the proven address. It works once. */
export interface VerificationConfirmed {
  readonly verificationToken: string
  /** Seconds. */
  readonly expiresIn: number
}

type ConfirmVerificationWorld = Pick<World, 'clock' | 'ids' | 'secrets' | 'tokens' | 'verifications'>

/**
 * Exchanges a code for a token of the proven address. Throws `invalid_code` for a wrong, unknown, expired,
 * used or exhausted code alike. Every attempt is counted before the comparison.
 */
export async function confirmVerification(
  world: ConfirmVerificationWorld,
  { verificationId: id, code }: VerificationConfirmation,
): Promise<VerificationConfirmed> {
  if (!isVerificationId(id)) throw new Problem('invalid_code')
  const tokenId = world.ids.token()
  const isRight = ({ keyId }: Verification): boolean => {
    const right = world.tokens.codes.derive(id, keyId)
    return right !== undefined && world.secrets.same(right, code)
  }
  const proof = await world.verifications.confirm(id, isRight, tokenId, world.clock.now())
  if (proof === undefined) throw new Problem('invalid_code')
  const { token, expiresIn } = await world.tokens.verification.issue({ tokenId, verificationId: id })
  return { verificationToken: token, expiresIn }
}
