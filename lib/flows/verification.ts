import { after, lifetimes } from '../domain/lifetimes.ts'
import { limits } from '../domain/limits.ts'
import type { Locale } from '../domain/member.ts'
import { Problem } from '../domain/problem.ts'
import {
  type Address,
  isVerificationId,
  type VerificationId,
  type VerificationPurpose,
} from '../domain/verification.ts'
import type { World } from './ports/world.ts'
import { countTries, keyOfAddress } from './tries.ts'

/** Somebody who says that an address is theirs. */
export interface VerificationRequest {
  readonly address: Extract<Address, { channel: 'email' }>
  readonly purpose: VerificationPurpose
  readonly locale: Locale
  /** Where the request comes from, as the limits count it. */
  readonly source: string
}

/** A code is on its way. */
export interface VerificationStarted {
  readonly verificationId: VerificationId
  /** Seconds. */
  readonly expiresIn: number
  /** Seconds until another code can be asked for. */
  readonly resendAfter: number
}

/** Six digits alone are guessed from a plain hash; bound to their verification, no two rows compare. */
const codeHash = (world: World, id: VerificationId, code: string): string =>
  world.hashes.hash('code', `${id} ${code}`)

/**
 * Sends a code to an address. Nobody is looked up: a member's address and a stranger's are one answer, one mail
 * and one count. Throws `too_many_requests`, and `unavailable` when the mail could not be sent.
 */
export async function startVerification(
  world: World,
  { address, purpose, locale, source }: VerificationRequest,
): Promise<VerificationStarted> {
  const key = keyOfAddress(address)
  await countTries(world, [
    { limit: limits.codeSendPerSource, key: source },
    { limit: limits.codeSendPause, key },
    { limit: limits.codeSendPerAddress, key },
    { limit: limits.codeSendPerAddressDaily, key },
  ])
  const [id, code, now] = [world.ids.verification(), world.secrets.code(), world.clock.now()]
  const expiresAt = after(now, lifetimes.code)
  const verification = {
    id,
    address,
    purpose,
    codeHash: codeHash(world, id, code),
    locale,
    startedAt: now,
    expiresAt,
  }
  await world.verifications.start(verification, now)
  await sendCode(world, verification, code)
  return {
    verificationId: id,
    expiresIn: lifetimes.code,
    resendAfter: limits.codeSendPause.windowSeconds,
  }
}

/** A mail that was not taken makes nobody wait for the next one; only the pause is given back. */
async function sendCode(
  world: World,
  { address, locale }: Pick<VerificationRequest, 'address' | 'locale'>,
  code: string,
): Promise<void> {
  const message = { kind: 'code', code, minutes: lifetimes.code / 60 } as const
  try {
    await world.mails.send({ to: address.value, locale, message })
  } catch (error) {
    world.report({ event: 'code_mail_failed', error: error instanceof Error ? error.name : 'unknown' })
    await world.limits.forget(limits.codeSendPause, keyOfAddress(address), world.clock.now())
    throw new Problem('unavailable', { retryAfter: 1 })
  }
}

/** A code that came back. */
export interface VerificationAnswer {
  readonly verificationId: string
  readonly code: string
}

/** What shows from now on, once, that the address is theirs. */
export interface VerificationConfirmed {
  readonly verificationToken: string
  /** Seconds. */
  readonly expiresIn: number
}

/**
 * Exchanges a code for a token that shows the proven address. Throws `invalid_code` for a wrong, unknown,
 * replaced, expired, used or exhausted one alike. Every try is counted before it is compared.
 */
export async function confirmVerification(
  world: World,
  { verificationId: id, code }: VerificationAnswer,
): Promise<VerificationConfirmed> {
  if (!isVerificationId(id)) throw new Problem('invalid_code')
  const tokenId = world.ids.token()
  const proof = await world.verifications.confirm(id, codeHash(world, id, code), tokenId, world.clock.now())
  if (proof === undefined) throw new Problem('invalid_code')
  const { token, expiresIn } = await world.tokens.verification.issue({ tokenId, verificationId: id })
  return { verificationToken: token, expiresIn }
}
