import {
  mayInvite,
  mayReturn,
  type ReactivationName,
  type ReturningMember,
  reactivationAddress,
} from '../../domain/leaving/reactivation.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { limits } from '../../domain/values/limits.ts'
import { maskEmail, maskPhone } from '../../domain/values/masking.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

/** The stored hash of a message's recipient. */
export const addressHash = (world: Pick<World, 'hashes'>, value: Address['value']): string =>
  world.hashes.hash('reactivation-address', value)

export type SendReactivationWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'tokens' | 'hashes' | 'mails' | 'texts' | 'report' | 'deactivations' | 'limits'
>

/**
 * Sends a reactivation message to a deactivated or withdrawn member who has just been proven: by mail, or by
 * SMS without an e-mail address. At most one per minute and five per day. Gives the masked address, the same
 * whether or not a message went out this time. Undefined if there is no usable address (verified, or imported
 * and unverified) or no page to link to; the operators are told then.
 */
export async function sendReactivation(
  world: SendReactivationWorld,
  memberId: MemberId,
): Promise<string | undefined> {
  const member = await world.deactivations.find(memberId)
  if (member === undefined || !mayReturn(member, world.clock.now())) return undefined
  const to = reactivationAddress(member)
  const page = world.stage.reactivationUrl
  if (to === undefined || page === undefined) {
    const lacks = to === undefined ? 'address' : 'page'
    world.report({ event: 'reactivation_impossible', memberId, lacks })
    return undefined
  }
  const name = await renewInvitation(world, member, to)
  if (name !== undefined) await send(world, member, { to, page, name })
  return to.channel === 'email' ? maskEmail(to.value) : maskPhone(to.value)
}

/** Makes a new token the member's newest one; undefined if it is too early for another message. */
async function renewInvitation(
  world: SendReactivationWorld,
  member: ReturningMember,
  { value }: Address,
): Promise<ReactivationName | undefined> {
  const now = world.clock.now()
  if (!mayInvite(member, now)) return undefined
  // The daily limit is counted first: a token that is never sent must not replace a sent one.
  if ((await world.limits.spend(limits.reactivationMailDaily, member.id, now)) !== undefined) return undefined
  const deactivationId = member.deactivationId ?? world.ids.deactivation()
  const tokenId = world.ids.token()
  const invitation = { tokenId, toHash: addressHash(world, value), sentAt: now }
  const result = await world.deactivations.invite({ member, deactivationId, invitation })
  return result === 'invited' ? { memberId: member.id, deactivationId, tokenId } : undefined
}

/** A failed message changes no response. It is reported without its address. */
async function send(
  world: Pick<World, 'tokens' | 'mails' | 'texts' | 'report'>,
  { id: memberId, locale, restorableUntil }: ReturningMember,
  { to, page, name }: { readonly to: Address; readonly page: string; readonly name: ReactivationName },
): Promise<void> {
  const link = linkTo(page, await world.tokens.reactivation.issue(name))
  try {
    const mail = { link, hours: lifetimes.reactivation / 3600 }
    const message =
      restorableUntil === undefined
        ? ({ kind: 'reactivation', ...mail } as const)
        : ({ kind: 'restoration', ...mail, until: restorableUntil } as const)
    if (to.channel === 'email') await world.mails.send({ to: to.value, locale, message })
    else await world.texts.send({ to: to.value, locale, message: { kind: 'reactivation', ...mail } })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.name : 'unknown'
    world.report({ event: 'reactivation_mail_failed', memberId, error })
  }
}

/**
 * The client's page with the token in the fragment, which browsers send to no server (RFC 3986, section 3.5).
 */
function linkTo(page: string, token: string): string {
  const url = new URL(page)
  url.hash = `reactivate=${token}`
  return url.href
}
