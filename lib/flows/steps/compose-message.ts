import type { Reach } from '../../domain/leads/reach.ts'
import type { Member } from '../../domain/member/member.ts'
import {
  type Envelope,
  type Message,
  type NewMessage,
  type Notice,
  type ReturnMessage,
  topicOf,
} from '../../domain/message/message.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Address, Verification } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

export type ComposeWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'hashes' | 'messageSealing' | 'receivesTexts'
>

/** A message before it is sealed. `about` tells two things of one name apart, as `topicOf` needs it. */
interface Unsealed extends Omit<Envelope, 'of'> {
  readonly to: Address
  readonly message: Message
  readonly about?: string | undefined
}

/** Seals one message for its row. The topic is a keyed hash, so the table reveals no address. */
function compose(
  world: Pick<World, 'clock' | 'hashes' | 'messageSealing'>,
  { to, message, about, ...rest }: Unsealed,
): NewMessage {
  const envelope = { ...rest, of: message.kind }
  const topic = topicOf(message, about)
  return {
    ...envelope,
    sealed: world.messageSealing.seal(envelope, { to, message }),
    ...defined({ topic: topic && world.hashes.hash('message-topic', `${topic} ${to.channel} ${to.value}`) }),
    createdAt: world.clock.now(),
  }
}

/**
 * The message with a verification's code. It has the verification's id, from which its code is derived, and a queue of
 * its own, since nobody knows yet whose it is.
 */
export const codeMessage = (
  world: Pick<World, 'clock' | 'hashes' | 'messageSealing'>,
  { id, address: to, purpose, keyId }: Verification,
  locale: Envelope['locale'],
): NewMessage => compose(world, { id, queue: id, locale, to, message: { kind: 'code', purpose, keyId } })

/** What names a notice's recipient: the member, and where notices reach the member. Nobody is reached without a reach. */
export interface Recipient {
  readonly id: MemberId
  readonly reach: Reach | undefined
}

const addressIn = (reach: Reach): Address =>
  'email' in reach ? { channel: 'email', value: reach.email } : { channel: 'sms', value: reach.phone }

/**
 * The notice of a change, for the change's own transaction; empty if nothing reaches the member, as a number that the
 * stage sends no texts to. Notices to one member
 * go in the order of their changes.
 */
export function noticeTo(
  world: ComposeWorld,
  { id: queue, reach }: Recipient,
  message: Notice,
  about?: string,
): readonly NewMessage[] {
  const to = reach && addressIn(reach)
  if (reach === undefined || to === undefined) return []
  if (to.channel === 'sms' && !world.receivesTexts(to.value)) return []
  return [compose(world, { id: world.ids.record(), queue, locale: reach.locale, to, message, about })]
}

/** The message that leads a paused or closed member back. */
export const returnMessage = (
  world: Omit<ComposeWorld, 'stage' | 'receivesTexts'>,
  { id: queue, locale }: Pick<Member, 'id' | 'locale'>,
  to: Address,
  message: ReturnMessage,
): NewMessage => compose(world, { id: world.ids.record(), queue, locale, to, message })

/** Tells two identities at one provider apart. */
export const aboutIdentity = ({ subject }: Identity): string => subject
