import type { ReactivationName } from '../leaving/reactivation.ts'
import type { Brand } from '../values/brand.ts'
import type { ProviderId } from '../values/identity.ts'
import { lifetimes } from '../values/lifetimes.ts'
import type { Locale } from '../values/locale.ts'
import type { TextPurpose } from '../values/sms-policy.ts'
import type { Address, VerificationPurpose } from '../values/verification.ts'

/** A code that proves an address. The message's id is the verification's id, and the code is derived from it. */
interface CodeMessage {
  readonly kind: 'code'
  readonly purpose: VerificationPurpose
  /** The id of the key that the code is derived with. */
  readonly keyId: string
}

/** The login methods beside the providers, as notices name them. */
export const ownMethods = ['password', 'email', 'phone', 'passkey'] as const

/** What a member is told about the own account. */
export type Notice =
  /** A login method was added or removed: a provider, the password, an address, a passkey. */
  | {
      readonly kind: 'login_method_added' | 'login_method_removed'
      readonly method: ProviderId | (typeof ownMethods)[number]
      readonly at: Date
    }
  /** The member changed a contact or the password. */
  | { readonly kind: 'changed'; readonly what: 'email' | 'phone' | 'password'; readonly at: Date }
  /** Another account was merged into this one, or this one into another. */
  | { readonly kind: 'merged'; readonly into: 'this' | 'another'; readonly at: Date }
  /** A provider has ended its own sessions of the member, and ours that it had opened ended with them. */
  | { readonly kind: 'signed_out_by_provider'; readonly method: ProviderId; readonly at: Date }
  /** An imported account was recovered by code. The old password and all sessions ended. */
  | { readonly kind: 'recovered'; readonly at: Date }
  /** The member closed the account. It can be restored until the date. */
  | { readonly kind: 'withdrawn'; readonly until: Date }

/** A way back into a paused or closed account. The courier makes the link from the token's name. */
export type ReturnMessage =
  | { readonly kind: 'reactivation'; readonly name: ReactivationName }
  | { readonly kind: 'restoration'; readonly name: ReactivationName; readonly until: Date }

/** What a door leaves to be said. The texts belong to `lib/mail` and `lib/sms`. */
export type Message = CodeMessage | Notice | ReturnMessage
export type MessageKind = Message['kind']
export type Channel = Address['channel']

interface MessageKindFacts {
  readonly channels: readonly Channel[]
  readonly purpose: TextPurpose
  /** How long the message is worth sending, in seconds. */
  readonly lifetimeSeconds: number
}

/** Every kind of message: where it can go, what for, and for how long. */
export const messageKinds = {
  code: { channels: ['email', 'sms'], purpose: 'request', lifetimeSeconds: lifetimes.code },
  login_method_added: { channels: ['email', 'sms'], purpose: 'alert', lifetimeSeconds: lifetimes.message },
  login_method_removed: { channels: ['email', 'sms'], purpose: 'notice', lifetimeSeconds: lifetimes.message },
  changed: { channels: ['email', 'sms'], purpose: 'alert', lifetimeSeconds: lifetimes.message },
  signed_out_by_provider: {
    channels: ['email', 'sms'],
    purpose: 'notice',
    lifetimeSeconds: lifetimes.message,
  },
  merged: { channels: ['email', 'sms'], purpose: 'alert', lifetimeSeconds: lifetimes.message },
  recovered: { channels: ['email'], purpose: 'alert', lifetimeSeconds: lifetimes.message },
  withdrawn: { channels: ['email', 'sms'], purpose: 'alert', lifetimeSeconds: lifetimes.message },
  reactivation: { channels: ['email', 'sms'], purpose: 'request', lifetimeSeconds: lifetimes.message },
  restoration: { channels: ['email', 'sms'], purpose: 'request', lifetimeSeconds: lifetimes.message },
} as const satisfies Record<MessageKind, MessageKindFacts>

/** The part of a message that stands open in its row. It is bound to the sealed part. */
export interface Envelope {
  /** UUIDv7: messages of one queue sort by it. For a code, the verification's id. */
  readonly id: string
  /** Messages of one queue are sent in order. The member's id, or for a code the message's own id. */
  readonly queue: string
  readonly of: MessageKind
  readonly locale: Locale
}

/** The sealed part of a message. */
export interface MessageContent {
  readonly to: Address
  readonly message: Message
}

/** The sealed content of a message, as text. */
export type SealedMessage = Brand<string, 'SealedMessage'>

/** A message that a transaction leaves to be sent. */
export interface NewMessage extends Envelope {
  readonly sealed: SealedMessage
  /** Equal for notices that say the same to the same recipient. Absent for messages with limits of their own. */
  readonly topic?: string
  readonly createdAt: Date
}

/**
 * What a notice is about, with its kind; undefined for a message that cannot repeat, or has limits of its own. `about`
 * tells two things of one name apart, such as two accounts at one provider.
 */
export function topicOf(message: Message, about = ''): string | undefined {
  switch (message.kind) {
    case 'login_method_added':
    case 'login_method_removed':
    case 'signed_out_by_provider':
      return `${message.kind} ${message.method} ${about}`
    case 'changed':
      return `${message.kind} ${message.what}`
    case 'code':
    case 'merged':
    case 'recovered':
    case 'withdrawn':
    case 'reactivation':
    case 'restoration':
      return undefined
    default:
      return message satisfies never
  }
}
