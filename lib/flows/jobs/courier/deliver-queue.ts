import {
  type DropReason,
  deliveryStep,
  keptUntil,
  nextAttempt,
  type PendingMessage,
  type StoredMessage,
} from '../../../domain/message/delivery.ts'
import type { MessageContent, MessageKind } from '../../../domain/message/message.ts'
import { Undeliverable } from '../../../domain/message/undeliverable.ts'
import { defined } from '../../../domain/values/defined.ts'
import { after, lifetimes } from '../../../domain/values/lifetimes.ts'
import type { CourierWorld } from '../../ports/courier.ts'
import type { MessageName, UnreadableMessage } from '../../ports/messages.ts'
import { claimBudget } from './budget.ts'
import { type Deliveries, noDeliveries } from './deliveries.ts'
import { opensSomething } from './opens-something.ts'
import { sendContent } from './send-content.ts'

/** How one message ended, or when its queue goes on. */
type Delivery =
  | { readonly kind: 'sent' | 'failed' }
  | { readonly kind: 'dropped'; readonly why: DropReason }
  | { readonly kind: 'delayed'; readonly until: Date }

/**
 * Sends the messages of one queue in order. A message that must wait holds up the later ones of its queue, and makes
 * them due with itself. Throws `unavailable` as the table does.
 */
export async function deliverQueue(world: CourierWorld, queue: string): Promise<Deliveries> {
  const messages = await world.storedMessages.queue(queue)
  const ended: StoredMessage[] = messages.filter(isSent)
  const counts = { ...noDeliveries }
  for (const [index, message] of messages.entries()) {
    if (message.state !== 'pending' && message.state !== 'unreadable') continue
    const delivery = await deliver(world, message, ended)
    counts[delivery.kind] += 1
    if (delivery.kind === 'sent' && message.state === 'pending') ended.push(endedNow(world, message))
    if (delivery.kind !== 'delayed') continue
    await scheduleRest(world, messages.slice(index + 1), delivery.until)
    break
  }
  return counts
}

const isSent = (message: StoredMessage | UnreadableMessage): message is StoredMessage =>
  message.state === 'sent'

const endedNow = ({ clock }: Pick<CourierWorld, 'clock'>, message: PendingMessage): StoredMessage => ({
  ...message,
  state: 'sent',
  endedAt: clock.now(),
})

/** The later messages of a queue that waits. One that is due sooner only finds that it must wait. */
async function scheduleRest(
  { storedMessages }: Pick<CourierWorld, 'storedMessages'>,
  rest: readonly (StoredMessage | UnreadableMessage)[],
  until: Date,
): Promise<void> {
  for (const message of rest) {
    if (message.state === 'pending') await storedMessages.schedule(message, until)
  }
}

async function deliver(
  world: CourierWorld,
  message: PendingMessage | UnreadableMessage,
  ended: readonly StoredMessage[],
): Promise<Delivery> {
  if (message.state === 'unreadable') return fail(world, message, 'unreadable')
  const step = deliveryStep(message, ended, world.clock.now())
  switch (step.kind) {
    case 'wait':
      await world.storedMessages.schedule(message, step.until)
      return { kind: 'delayed', until: step.until }
    case 'drop':
      return drop(world, message, step.why)
    case 'give_up':
      return fail(world, message, 'out_of_attempts', message.of)
    case 'send':
      return open(world, message)
    default:
      return step satisfies never
  }
}

async function open(world: CourierWorld, message: PendingMessage): Promise<Delivery> {
  const content = world.messageSealing.open(message, message.sealed)
  if (content === undefined) return fail(world, message, 'unreadable', message.of)
  await world.pace(content.to.channel)
  const now = world.clock.now()
  const lease = after(now, lifetimes.messageLease)
  if ((await world.storedMessages.lease(message, lease, now)) === 'leased') {
    return attempt(world, message, content, lease)
  }
  // Another courier sends this message now, or has sent it.
  await world.storedMessages.schedule(message, lease)
  return { kind: 'delayed', until: lease }
}

/** One attempt under a lease. What opens nothing, or costs more than the stage wants to spend, is not sent. */
async function attempt(
  world: CourierWorld,
  message: PendingMessage,
  content: MessageContent,
  lease: Date,
): Promise<Delivery> {
  if (!(await opensSomething(world, content))) return drop(world, message, 'opens_nothing')
  const budget = await claimBudget(world, content)
  if (budget.kind === 'exhausted') return drop(world, message, 'over_budget')
  try {
    await sendContent(world, message, content)
  } catch (error) {
    await budget.giveBack()
    return failedAttempt(world, message, lease, error)
  }
  await world.storedMessages.end(message, { state: 'sent', endedAt: world.clock.now() })
  return { kind: 'sent' }
}

async function failedAttempt(
  world: CourierWorld,
  message: PendingMessage,
  lease: Date,
  error: unknown,
): Promise<Delivery> {
  if (error instanceof Undeliverable) return fail(world, message, error.reason, message.of)
  const name = error instanceof Error ? error.name : 'unknown'
  world.report({ event: 'message_delayed', kind: message.of, error: name })
  const until = nextAttempt(message, message.attempts + 1, world.clock.now())
  await world.storedMessages.retry(message, lease, until)
  return { kind: 'delayed', until }
}

async function drop(world: CourierWorld, message: PendingMessage, why: DropReason): Promise<Delivery> {
  await world.storedMessages.end(message, { state: 'dropped', endedAt: world.clock.now(), why })
  return { kind: 'dropped', why }
}

/** The failure queue comes first: a courier that dies between the two names the message twice, and never not. */
async function fail(
  world: CourierWorld,
  message: MessageName,
  why: string,
  of?: MessageKind,
): Promise<Delivery> {
  const kind = of ?? 'unknown'
  const key = `MESSAGE#${message.queue} MESSAGE#${message.id}`
  world.report({ event: 'message_failed', key, kind, why })
  await world.setAside({ key, kind, why })
  const endedAt = world.clock.now()
  const kept = of && defined({ keptUntil: keptUntil(of, endedAt) })
  await world.storedMessages.end(message, { state: 'failed', endedAt, why, ...kept })
  return { kind: 'failed' }
}
