import { entryByCode, isReachable, messageAddress, type ReceivesTexts } from '../leads/contact.ts'
import type { JudgedAt, LeadHolder } from '../leads/lead.ts'
import { leads } from '../leads/leads.ts'
import { entryMethods } from '../leads/opens.ts'
import { type Member, passkeyMethod, type SignIn } from '../member/member.ts'
import type { Brand } from '../values/brand.ts'
import type { Email } from '../values/evidence.ts'
import { isUuid, type MemberId, type TokenId } from '../values/ids.ts'
import { after, lifetimes } from '../values/lifetimes.ts'

/**
 * One pause of one member; each pause has its own id. Closing an account pauses
 * it too, until the grace period ends.
 */
export type DeactivationId = Brand<string, 'DeactivationId'>

/** Whether a value has the form of a deactivation's id (UUIDv7, RFC 9562). */
export const isDeactivationId = (value: unknown): value is DeactivationId => isUuid(value)

/** The newest way to reactivate a paused member: a message, or a token for who signs in by an identity or a passkey. */
export interface Invitation {
  readonly tokenId: TokenId
  /** Keyed hash of the recipient's address, or of the identity or passkey. */
  readonly toHash: string
  readonly sentAt: Date
  /** How many messages were sent on the day (UTC) of `sentAt`. */
  readonly messages?: number
}

/** The part of a member that reactivation depends on. */
export interface ReturningMember
  extends LeadHolder,
    Pick<Member, 'id' | 'externalId' | 'status' | 'version' | 'locale' | 'restorableUntil'> {
  /** Absent for an active member, and after a deactivation without an id. */
  readonly deactivationId?: DeactivationId
  /** Stays after use, so that a second use is recognised. */
  readonly invitation?: Invitation
}

/** What signs in by itself, so that its holder needs no message: an identity or a passkey. */
export type OwnProof = Pick<SignIn, 'identity' | 'passkey'>

/** The text that a sign-in is recognised by in an invitation; undefined for one by a password or a code. */
export const signInText = ({ identity, passkey }: OwnProof): string | undefined => {
  if (identity !== undefined) return `${identity.provider} ${identity.subject}`
  return passkey && passkeyMethod({ id: passkey })
}

/** The claims of a reactivation token. */
export interface ReactivationName {
  readonly memberId: MemberId
  readonly deactivationId: DeactivationId
  readonly tokenId: TokenId
}

/**
 * Whether a member may reactivate by message: a deactivated member, or a
 * withdrawn one within the grace period.
 */
export const mayReturn = (
  { status, restorableUntil }: Pick<ReturningMember, 'status' | 'restorableUntil'>,
  now: Date,
): boolean =>
  status === 'deactivated' ||
  (status === 'withdrawn' && restorableUntil !== undefined && now < restorableUntil)

/** How many reactivation messages one member gets on one day (UTC). */
const dailyMessages = 5

const dayOf = (at: Date): number => Math.floor(at.getTime() / 86_400_000)

/** The messages that a member got on this day. */
const messagesOn = (now: Date, { invitation }: Pick<ReturningMember, 'invitation'>): number =>
  invitation !== undefined && dayOf(invitation.sentAt) === dayOf(now) ? (invitation.messages ?? 0) : 0

/**
 * Whether a message may be sent now: one minute after the last one, and at most five on one day. The count belongs to
 * the invitation, so of several sign-ins at once only the one that sends a message is counted.
 */
export const mayInvite = (member: Pick<ReturningMember, 'invitation'>, now: Date): boolean =>
  messagesOn(now, member) < dailyMessages &&
  (member.invitation === undefined || now >= after(member.invitation.sentAt, lifetimes.reactivationMailPause))

/** Builds the next invitation of a member, by a message or by a token in the response. */
export const nextInvitation = (
  member: Pick<ReturningMember, 'invitation'>,
  { tokenId, toHash, by }: Pick<Invitation, 'tokenId' | 'toHash'> & { readonly by: 'message' | 'response' },
  sentAt: Date,
): Invitation => ({
  tokenId,
  toHash,
  sentAt,
  messages: messagesOn(sentAt, member) + (by === 'message' ? 1 : 0),
})

/** The verdict on a reactivation token. */
export type ReactivationVerdict =
  | { readonly kind: 'reactivate' }
  /** The token came to the imported address of a member who never proved anything here: a recovery. */
  | { readonly kind: 'recover'; readonly email: Email }
  /** The token has already reactivated the member. */
  | { readonly kind: 'used' }
  /** A newer message, another deactivation or another address has replaced the token. */
  | { readonly kind: 'dead' }

/**
 * Judges a reactivation token against the member's current state. `hashOf` is the keyed hash of
 * invitations. Only the newest message counts, only for its own deactivation, and only
 * while its address is the one that messages go to. A token without a message counts while no
 * message reaches the member, and while its identity or passkey is the member's.
 */
export function judgeReactivation(
  member: ReturningMember,
  token: ReactivationName,
  {
    hashOf,
    receivesTexts,
  }: { readonly hashOf: (text: string) => string; readonly receivesTexts: ReceivesTexts },
  at: JudgedAt,
): ReactivationVerdict {
  const { deactivationId, invitation } = member
  if (invitation?.tokenId !== token.tokenId) return { kind: 'dead' }
  if (deactivationId !== token.deactivationId) return { kind: 'used' }
  if (!mayReturn(member, at.now)) return { kind: 'dead' }
  const to = messageAddress(member, at, receivesTexts)
  const byResponse = isReachable(member, at, receivesTexts) ? [] : ownProofTexts(member, at)
  const texts = to === undefined ? byResponse : [to.value, ...byResponse]
  if (!texts.some((text) => hashOf(text) === invitation.toHash)) return { kind: 'dead' }
  return to?.channel === 'email' && entryByCode(member, to, at) === 'recover'
    ? { kind: 'recover', email: to.value }
    : { kind: 'reactivate' }
}

/** The texts of the identities and passkeys that would sign a member in now. */
const ownProofTexts = (member: LeadHolder, at: JudgedAt): readonly string[] =>
  leads(member)
    .filter((lead) => entryMethods(lead, member, at).length > 0)
    .flatMap((lead) => {
      switch (lead.of) {
        case 'identity':
        case 'ended_identity':
          return signInText({ identity: lead.identity }) ?? []
        case 'passkey':
          return signInText({ passkey: lead.id }) ?? []
        case 'email':
        case 'phone':
        case 'login_id':
        case 'ci':
        case 'di':
          return []
        default:
          return lead satisfies never
      }
    })
