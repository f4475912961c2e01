import { entryByCode } from '../domain/leads/contact.ts'
import { limits, prefixOf, textBudget } from '../domain/limits/fixed-limits.ts'
import type { LimitedAttempt } from '../domain/limits/limit.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import type { Locale } from '../domain/values/locale.ts'
import { Problem } from '../domain/values/problem.ts'
import {
  type Address,
  isVerificationId,
  type VerificationId,
  type VerificationPurpose,
} from '../domain/values/verification.ts'
import type { World } from './ports/world.ts'
import { enforceLimits, keyOfAddress } from './steps/enforce-limits.ts'
import { judgedAt } from './steps/judged-at.ts'

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

/**
 * The hash includes the verification's id, so that the six digits cannot be looked up
 * and no two hashes can be compared.
 */
const codeHash = (world: Pick<World, 'hashes'>, id: VerificationId, code: string): string =>
  world.hashes.hash('code', `${id} ${code}`)

type StartVerificationWorld = Pick<
  World,
  | 'stage'
  | 'clock'
  | 'ids'
  | 'secrets'
  | 'hashes'
  | 'mails'
  | 'texts'
  | 'report'
  | 'members'
  | 'verifications'
  | 'limits'
>

/**
 * Sends a code to an address. Members and strangers get the same response and the same count. A mail goes to
 * both. A text costs money, so none is sent if its code would open nothing. Throws `too_many_requests`,
 * `invalid_request` for a number without text service, and `unavailable` if sending failed.
 */
export async function startVerification(
  world: StartVerificationWorld,
  request: VerificationRequest,
): Promise<VerificationStarted> {
  const { address, purpose, locale } = request
  await refuseUnreachable(world, address)
  await enforceLimits(world, attemptsFor(world, request))
  for (const budget of budgetsFor(world, address)) await enforceLimits(world, [budget], 'alarms')
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
  if (await opensSomething(world, verification)) await sendCode(world, request, code)
  else await world.texts.pretend()
  return {
    verificationId: id,
    expiresIn: lifetimes.code,
    resendAfter: world.stage.limits.codesHere.gapSeconds,
  }
}

async function refuseUnreachable(world: Pick<World, 'texts'>, address: Address): Promise<void> {
  if (address.channel === 'email' || (await world.texts.reaches(address.value))) return
  const errors = [{ pointer: '/to', detail: 'is in a country that this service sends no texts to' }]
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

/** SMS pumping uses many sources and many numbers, so texts count per range and for the whole stage too. */
const budgetsFor = (
  { stage }: Pick<World, 'stage'>,
  { channel, value }: Address,
): readonly LimitedAttempt[] =>
  channel === 'email'
    ? []
    : [
        { limit: limits.textPerPrefix, key: prefixOf(value) },
        ...textBudget(stage.sms).map((limit) => ({ limit, key: 'stage' })),
      ]

/** Whether the code can open anything. Mails are always sent. */
async function opensSomething(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  { address, purpose }: Pick<VerificationRequest, 'address' | 'purpose'>,
): Promise<boolean> {
  if (address.channel === 'email' || purpose !== 'sign_in') return true
  const found = await world.members.findByAddress(address)
  return found !== undefined && entryByCode(found.member, address, judgedAt(world)) === 'sign_in'
}

/**
 * Sends a code. A failure is reported and counts nowhere. A failed text to a member gets the same response as a
 * text that was never to be sent.
 */
async function sendCode(
  world: StartVerificationWorld,
  request: VerificationRequest,
  code: string,
): Promise<void> {
  const { address, purpose, locale } = request
  const message = { kind: 'code', code, minutes: lifetimes.code / 60 } as const
  try {
    if (address.channel === 'email') await world.mails.send({ to: address.value, locale, message })
    else await world.texts.send({ to: address.value, locale, message })
  } catch (error) {
    world.report({
      event: 'code_not_sent',
      channel: address.channel,
      error: error instanceof Error ? error.name : 'unknown',
    })
    await world.limits.giveBack(attemptsFor(world, request))
    if (address.channel === 'sms' && purpose === 'sign_in') return
    throw new Problem('unavailable', { retryAfter: 1 })
  }
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

type ConfirmVerificationWorld = Pick<World, 'clock' | 'ids' | 'tokens' | 'hashes' | 'verifications'>

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
  const proof = await world.verifications.confirm(id, codeHash(world, id, code), tokenId, world.clock.now())
  if (proof === undefined) throw new Problem('invalid_code')
  const { token, expiresIn } = await world.tokens.verification.issue({ tokenId, verificationId: id })
  return { verificationToken: token, expiresIn }
}
