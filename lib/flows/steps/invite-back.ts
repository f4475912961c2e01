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

/** What is kept of the address that a mail or text went to. */
export const addressHash = (world: World, value: Address['value']): string =>
  world.hashes.hash('reactivation-address', value)

/**
 * Sends a member who paused or left, and has just been proven, the mail to come back by, or the text where there is no
 * e-mail address: at most one a minute and five a day. Gives the masked address, the same whether or not a mail went out this time; undefined where there is no
 * address (verified, or imported and never verified: opening the mail verifies it) or no page to come back by,
 * which the operators are told.
 */
export async function inviteBack(world: World, memberId: MemberId): Promise<string | undefined> {
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

/** The newest token of a member from now on; undefined while it is too early for another one. */
async function renewInvitation(
  world: World,
  member: ReturningMember,
  { value }: Address,
): Promise<ReactivationName | undefined> {
  const now = world.clock.now()
  if (!mayInvite(member, now)) return undefined
  // Counted before anything is replaced: a token that is never mailed must not end the life of one that was.
  if ((await world.limits.spend(limits.reactivationMailDaily, member.id, now)) !== undefined) return undefined
  const deactivationId = member.deactivationId ?? world.ids.deactivation()
  const tokenId = world.ids.token()
  const invitation = { tokenId, toHash: addressHash(world, value), sentAt: now }
  const result = await world.deactivations.invite({ member, deactivationId, invitation })
  return result === 'invited' ? { memberId: member.id, deactivationId, tokenId } : undefined
}

/** What does not go out changes no answer; it is reported, without its address. */
async function send(
  world: World,
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

/** The client's page with the token in the fragment, which no server is sent and no log keeps (RFC 3986, 3.5). */
function linkTo(page: string, token: string): string {
  const url = new URL(page)
  url.hash = `reactivate=${token}`
  return url.href
}
