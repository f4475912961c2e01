import * as v from 'valibot'
import type { StoredMessage } from '../../domain/message/delivery.ts'
import {
  type MessageKind,
  messageKinds,
  type NewMessage,
  type SealedMessage,
} from '../../domain/message/message.ts'
import { defined } from '../../domain/values/defined.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import type { MessageEnd, MessageName, UnreadableMessage } from '../../flows/ports/messages.ts'
import {
  absent,
  type Condition,
  every,
  type PutWrite,
  type UpdateWrite,
  updateWhen,
} from '../table/expressions.ts'
import { duePartitions, type Key, keys, messagePartition } from '../table/schema.ts'
import { attributesOf, moment, textOf } from './fields.ts'
import { MalformedRow, type RowDefinition, readRow } from './row.ts'

const isMessageKind = (value: unknown): value is MessageKind =>
  typeof value === 'string' && Object.hasOwn(messageKinds, value)

const common = {
  id: v.string(),
  queue: v.string(),
  of: v.custom<MessageKind>(isMessageKind),
  topic: v.exactOptional(v.string()),
}

/** A message that waits, or what the courier leaves of it. */
export const messageRow = {
  kind: 'message',
  schema: v.variant('state', [
    v.object({
      state: v.literal('pending'),
      ...common,
      locale: v.picklist(['ko', 'en']),
      sealed: textOf<SealedMessage>(),
      createdAt: moment,
      attempts: v.number(),
      leasedUntil: v.exactOptional(moment),
      dueAt: v.exactOptional(moment),
    }),
    v.object({
      state: v.picklist(['sent', 'dropped', 'failed']),
      ...common,
      endedAt: moment,
      why: v.exactOptional(v.string()),
    }),
  ]),
} as const satisfies RowDefinition<v.GenericSchema<unknown, StoredMessage>>

const secondsOf = (at: Date): number => Math.ceil(at.getTime() / 1000)

/** Leaves a message to be sent, in the transaction that causes it. DynamoDB deletes the row after a day. */
export const messageWrite = (message: NewMessage): PutWrite => ({
  Put: {
    Item: {
      ...keys.message(message.queue, message.id),
      kind: messageRow.kind,
      state: 'pending',
      ...attributesOf(message),
      attempts: 0,
      ttl: secondsOf(after(message.createdAt, lifetimes.message)),
    },
    ...absent,
  },
})

/** The writes of all messages of one transaction, by name. */
export const messageWrites = (
  messages: readonly NewMessage[] = [],
): Readonly<Record<`message:${number}`, PutWrite>> =>
  Object.fromEntries(messages.map((message, index) => [`message:${index}`, messageWrite(message)] as const))

const keyOfMessage = ({ queue, id }: MessageName) => keys.message(queue, id)

const isPending: Condition = { text: '#state = :pending', values: { pending: 'pending' } }

/** Reserves a message for one courier until `until`, and counts the attempt. */
export const leaseMessageWrite = (name: MessageName, until: Date, now: Date): UpdateWrite =>
  updateWhen(
    keyOfMessage(name),
    { set: { leasedUntil: until.getTime() }, add: { attempts: 1 } },
    every(isPending, {
      text: 'attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now',
      values: { now: now.getTime() },
    }),
  )

/** Lets the schedule find a pending message at `dueAt`. */
export const scheduleMessageWrite = (name: MessageName, dueAt: Date): UpdateWrite =>
  updateWhen(keyOfMessage(name), { set: { duePK: duePartitions.message, dueAt: dueAt.getTime() } }, isPending)

/** Ends the attempt of a lease, and lets the schedule find the message at `dueAt`. */
export const retryMessageWrite = (name: MessageName, lease: Date, dueAt: Date): UpdateWrite =>
  updateWhen(
    keyOfMessage(name),
    { set: { duePK: duePartitions.message, dueAt: dueAt.getTime() }, remove: ['leasedUntil'] },
    every(isPending, { text: '#leasedUntil = :lease', values: { lease: lease.getTime() } }),
  )

/** Marks a message as done, and removes content and address. Those of a failed message may stay for a while. */
export const endMessageWrite = (
  name: MessageName,
  { state, endedAt, why, keptUntil }: MessageEnd,
): UpdateWrite =>
  updateWhen(
    keyOfMessage(name),
    keptUntil === undefined
      ? {
          set: { state, endedAt: endedAt.getTime(), ...defined({ why }) },
          remove: ['sealed', 'leasedUntil', 'duePK', 'dueAt'],
        }
      : {
          set: {
            state,
            endedAt: endedAt.getTime(),
            ...defined({ why }),
            duePK: duePartitions.failedMessage,
            dueAt: endedAt.getTime(),
            ttl: secondsOf(keptUntil),
          },
          remove: ['leasedUntil'],
        },
    isPending,
  )

/** Gives a failed message whose content is still there another life, and lets the schedule find it at once. */
export const redriveMessageWrite = (name: MessageName, now: Date): UpdateWrite =>
  updateWhen(
    keyOfMessage(name),
    {
      set: {
        state: 'pending',
        attempts: 0,
        createdAt: now.getTime(),
        duePK: duePartitions.message,
        dueAt: now.getTime(),
        ttl: secondsOf(after(now, lifetimes.message)),
      },
      remove: ['endedAt', 'why'],
    },
    { text: '#state = :failed AND attribute_exists(#sealed)', values: { failed: 'failed' } },
  )

const keySchema = v.object({ PK: v.string(), SK: v.string() })

/** The name of the message with a key. */
export const messageNameOf = ({ PK, SK }: Key): MessageName => ({
  queue: PK.slice(messagePartition('').length),
  id: SK.slice(SK.indexOf('#') + 1),
})

/** Reads one row of a queue. A row of another form is named by its key. */
export function readMessage(item: unknown): StoredMessage | UnreadableMessage {
  try {
    return readRow(messageRow, item)
  } catch (error) {
    const key = v.safeParse(keySchema, item)
    if (!(error instanceof MalformedRow) || !key.success) throw error
    return { state: 'unreadable', ...messageNameOf(key.output) }
  }
}
