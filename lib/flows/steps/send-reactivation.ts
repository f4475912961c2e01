import { isReachable, messageAddress } from '../../domain/leads/contact.ts'
import {
  type Invitation,
  mayInvite,
  mayReturn,
  nextInvitation,
  type OwnProof,
  type ReactivationName,
  type ReturningMember,
  signInText,
} from '../../domain/leaving/reactivation.ts'
import type { NewMessage, ReturnMessage } from '../../domain/message/message.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { maskEmail, maskPhone } from '../../domain/values/masking.ts'
import type { ProblemExtras } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, returnMessage } from './compose-message.ts'
import { judgedAt } from './judged-at.ts'

/** The stored hash of a message's recipient, or of what signed in and got a token in the response. */
export const invitationHash = (world: Pick<World, 'hashes'>, text: string): string =>
  world.hashes.hash('reactivation-address', text)

export type SendReactivationWorld = ComposeWorld & Pick<World, 'tokens' | 'report' | 'deactivations'>

/** How a paused member may come back: the masked address of a message, or a token in the response. */
export type ReactivationOffer = Pick<ProblemExtras, 'mailSentTo' | 'reactivateToken'>

/**
 * Leaves a reactivation message for a deactivated or withdrawn member who has just been proven: to the verified e-mail
 * address, else by text to a number proven recently, else to the imported address of a member who never proved
 * anything here. At most one per minute and five per day. Gives the masked address, the same whether or not a message
 * is left this time. A member whom no message reaches, and who signed in by the own identity or passkey, gets the token
 * instead; the operators are told of any other. `read` is the member as it was read a moment ago; one who has changed since is
 * read again.
 */
export async function sendReactivation(
  world: SendReactivationWorld,
  memberId: MemberId,
  signedInBy: OwnProof = {},
  read?: ReturningMember,
): Promise<ReactivationOffer> {
  const member = read ?? (await world.deactivations.find(memberId))
  if (member === undefined || !mayReturn(member, world.clock.now())) return {}
  const at = judgedAt(world)
  const own = signInText(signedInBy)
  if (own !== undefined && !isReachable(member, at, world.receivesTexts)) return giveToken(world, member, own)
  const to = messageAddress(member, at, world.receivesTexts)
  if (to === undefined || world.stage.reactivationUrl === undefined) {
    const lacks = to === undefined ? 'address' : 'page'
    world.report({ event: 'reactivation_impossible', memberId, lacks })
    return {}
  }
  if (mayInvite(member, world.clock.now())) {
    const messagesOf = (name: ReactivationName) => [
      returnMessage(world, member, to, messageFor(member, name)),
    ]
    const invited = await invite(world, member, { text: to.value, by: 'message', messagesOf })
    if (invited === undefined && read !== undefined) return sendReactivation(world, memberId, signedInBy)
  }
  return { mailSentTo: to.channel === 'email' ? maskEmail(to.value) : maskPhone(to.value) }
}

/** Another sign-in of the same moment may be faster. */
const tokenAttempts = 3

async function giveToken(
  world: SendReactivationWorld,
  member: ReturningMember,
  text: string,
): Promise<ReactivationOffer> {
  let current: ReturningMember | undefined = member
  for (let attempt = 1; attempt <= tokenAttempts && current !== undefined; attempt += 1) {
    const name = await invite(world, current, {
      text,
      by: 'response',
      messagesOf: () => [],
    })
    if (name !== undefined) return { reactivateToken: await world.tokens.reactivation.issue(name) }
    current = await world.deactivations.find(member.id)
  }
  return {}
}

/** What the message says: the way back, and for a closed account until when. */
const messageFor = ({ restorableUntil: until }: ReturningMember, name: ReactivationName): ReturnMessage =>
  until === undefined ? { kind: 'reactivation', name } : { kind: 'restoration', name, until }

/** An invitation, and the messages of its transaction. */
interface Invited {
  readonly text: string
  readonly by: 'message' | 'response'
  readonly messagesOf: (name: ReactivationName) => readonly NewMessage[]
}

/** Makes a new token the member's newest one; undefined if the member changed, or another token was faster. */
async function invite(
  world: Pick<World, 'clock' | 'ids' | 'hashes' | 'deactivations'>,
  member: ReturningMember,
  { text, by, messagesOf }: Invited,
): Promise<ReactivationName | undefined> {
  const deactivationId = member.deactivationId ?? world.ids.deactivation()
  const tokenId = world.ids.token()
  const shown = { tokenId, toHash: invitationHash(world, text), by }
  const invitation: Invitation = nextInvitation(member, shown, world.clock.now())
  const name = { memberId: member.id, deactivationId, tokenId }
  const messages = messagesOf(name)
  const result = await world.deactivations.invite({ member, deactivationId, invitation, messages })
  return result === 'invited' ? name : undefined
}
