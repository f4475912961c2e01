import { type Envelope, type Message, type NewMessage, topicOf } from '../../domain/message/message.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Address, Verification } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

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
