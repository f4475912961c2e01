import { messageAddress } from '../../domain/leads/contact.ts'
import {
  type Invitation,
  identityText,
  mayInvite,
  mayReturn,
  nextInvitation,
  type ReactivationName,
  type ReturningMember,
} from '../../domain/leaving/reactivation.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { maskEmail, maskPhone } from '../../domain/values/masking.ts'
import type { ProblemExtras } from '../../domain/values/problem.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from './judged-at.ts'

/** The stored hash of a message's recipient, or of the identity that got a token in the response. */
export const invitationHash = (world: Pick<World, 'hashes'>, text: string): string =>
  world.hashes.hash('reactivation-address', text)

export type SendReactivationWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'tokens' | 'hashes' | 'mails' | 'texts' | 'report' | 'deactivations'
>

/** How a paused member may come back: the masked address of a message, or a token in the response. */
export type ReactivationOffer = Pick<ProblemExtras, 'mailSentTo' | 'reactivateToken'>

/**
 * Sends a reactivation message to a deactivated or withdrawn member who has just been proven: to the verified e-mail
 * address, else by text to a number proven recently, else to the imported address of a member who never proved
 * anything here. At most one per minute and five per day. Gives the masked address, the same whether or not a message
 * went out this time. A member whom no message reaches, and who signed in by the own identity, gets the token instead;
 * the operators are told of any other.
 */
export async function sendReactivation(
  world: SendReactivationWorld,
  memberId: MemberId,
  signedInBy: Identity | undefined,
): Promise<ReactivationOffer> {
  const member = await world.deactivations.find(memberId)
  if (member === undefined || !mayReturn(member, world.clock.now())) return {}
  const to = messageAddress(member, judgedAt(world))
  if (to === undefined && signedInBy !== undefined) return giveToken(world, member, signedInBy)
  const page = world.stage.reactivationUrl
  if (to === undefined || page === undefined) {
    const lacks = to === undefined ? 'address' : 'page'
    world.report({ event: 'reactivation_impossible', memberId, lacks })
    return {}
  }
  const name = mayInvite(member, world.clock.now())
    ? await invite(world, member, { text: to.value, by: 'message' })
    : undefined
  if (name !== undefined) await send(world, member, { to, page, name })
  return { mailSentTo: to.channel === 'email' ? maskEmail(to.value) : maskPhone(to.value) }
}

/** Another sign-in of the same moment may be faster. */
const tokenAttempts = 3

async function giveToken(
  world: SendReactivationWorld,
  member: ReturningMember,
  signedInBy: Identity,
): Promise<ReactivationOffer> {
  let current: ReturningMember | undefined = member
  for (let attempt = 1; attempt <= tokenAttempts && current !== undefined; attempt += 1) {
    const name = await invite(world, current, { text: identityText(signedInBy), by: 'response' })
    if (name !== undefined) return { reactivateToken: await world.tokens.reactivation.issue(name) }
    current = await world.deactivations.find(member.id)
  }
  return {}
}

/** Makes a new token the member's newest one; undefined if the member changed, or another token was faster. */
async function invite(
  world: Pick<World, 'clock' | 'ids' | 'hashes' | 'deactivations'>,
  member: ReturningMember,
  { text, by }: { readonly text: string; readonly by: 'message' | 'response' },
): Promise<ReactivationName | undefined> {
  const deactivationId = member.deactivationId ?? world.ids.deactivation()
  const tokenId = world.ids.token()
  const shown = { tokenId, toHash: invitationHash(world, text), by }
  const invitation: Invitation = nextInvitation(member, shown, world.clock.now())
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
