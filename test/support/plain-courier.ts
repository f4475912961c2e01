import type { MailNote } from '../../lib/domain/health/health.ts'
import type { PendingMessage, StoredMessage } from '../../lib/domain/message/delivery.ts'
import { type MessageContent, type NewMessage, topicOf } from '../../lib/domain/message/message.ts'
import type { CourierWorld, FailedMessage } from '../../lib/flows/ports/courier.ts'
import type { StoredMessages, UnreadableMessage } from '../../lib/flows/ports/messages.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { type AddressWorld, openAddressWorld } from './address-world.ts'

type Row = StoredMessage | UnreadableMessage

/** A world in which a courier works. */
export interface PlainCourier extends CourierWorld {
  readonly world: AddressWorld
  readonly reports: AddressWorld['reports']
  readonly rows: Map<string, Row>
  readonly mailed: Parameters<CourierWorld['mails']['send']>[0][]
  readonly texted: Parameters<CourierWorld['texts']['send']>[0][]
  readonly setAsides: FailedMessage[]
  /** The channels in the order of their turns. */
  readonly paced: string[]
  /** What was noted of the sender. */
  readonly notes: MailNote[]
  /** Leaves a message, as a transaction does. Gives its id. */
  leave(queue: string, content: MessageContent, more?: Partial<PendingMessage>): string
  /** The records of the stream about all messages, in order. */
  records(): readonly unknown[]
  /** The states of a queue's messages, in order. */
  states(queue: string): readonly string[]
  /** Fails each sending that it gives an error for. */
  failure: (to: string) => Error | undefined
}

const byId = (a: Row, b: Row): number => a.id.localeCompare(b.id)

/** Messages in a map. No method waits, so every method is one write. */
function storedMessages(rows: Map<string, Row>): StoredMessages {
  const pendingOf = (id: string): PendingMessage | undefined => {
    const row = rows.get(id)
    return row?.state === 'pending' ? row : undefined
  }
  return {
    queue: async (queue) => [...rows.values()].filter((row) => row.queue === queue).sort(byId),
    async *due(now) {
      const due = [...rows.values()].filter(
        (row) => row.state === 'pending' && row.dueAt !== undefined && row.dueAt <= now,
      )
      yield [...new Set(due.map(({ queue }) => queue))]
    },
    async lease({ id }, until, now) {
      const row = pendingOf(id)
      if (row === undefined || (row.leasedUntil && row.leasedUntil > now)) return 'lost'
      rows.set(id, { ...row, leasedUntil: until, attempts: row.attempts + 1 })
      return 'leased'
    },
    async schedule({ id }, dueAt) {
      const row = pendingOf(id)
      if (row !== undefined) rows.set(id, { ...row, dueAt })
    },
    async retry({ id }, lease, dueAt) {
      const row = pendingOf(id)
      if (row?.leasedUntil?.getTime() !== lease.getTime()) return
      const { leasedUntil: _, ...rest } = row
      rows.set(id, { ...rest, dueAt })
    },
    async end({ id, queue }, end) {
      const row = rows.get(id)
      if (row?.state === 'unreadable') rows.set(id, { id, queue, of: 'code', ...end })
      if (row?.state !== 'pending') return
      const { of, topic } = row
      rows.set(id, { id, queue, of, ...(topic === undefined ? {} : { topic }), ...end })
    },
  }
}

/** A courier over plain maps, whose mails and texts are kept. */
export function plainCourier(world: AddressWorld = openAddressWorld()): PlainCourier {
  const rows: PlainCourier['rows'] = new Map()
  const mailed: PlainCourier['mailed'] = []
  const texted: PlainCourier['texted'] = []
  const setAsides: PlainCourier['setAsides'] = []
  const paced: string[] = []
  const notes: MailNote[] = []
  const courier: PlainCourier = {
    ...world,
    world,
    rows,
    mailed,
    texted,
    setAsides,
    paced,
    failure: () => undefined,
    storedMessages: storedMessages(rows),
    readRecords: (records) =>
      records.map((id) => ({ sequence: `at ${String(id)}`, queue: rows.get(String(id))?.queue ?? '' })),
    pace: async (channel) => void paced.push(channel),
    setAside: async (failed) => void setAsides.push(failed),
    isSenderVerified: async () => true,
    healthNotes: { note: async (note) => void notes.push(note) },
    notes,
    mails: {
      async send(mail) {
        const error = courier.failure(mail.to)
        if (error !== undefined) throw error
        mailed.push(mail)
      },
    },
    texts: {
      async send(text) {
        const error = courier.failure(text.to)
        if (error !== undefined) throw error
        texted.push(text)
      },
    },
    leave(queue, content, more = {}) {
      const envelope = { id: ids.record(), queue, of: content.message.kind, locale: 'ko' as const }
      const topic = topicOf(content.message)
      const message: NewMessage = {
        ...envelope,
        ...(topic === undefined ? {} : { topic: `${topic} ${content.to.value}` }),
        sealed: world.messageSealing.seal(envelope, content),
        createdAt: world.clock.now(),
      }
      rows.set(envelope.id, { ...message, state: 'pending', attempts: 0, ...more })
      return envelope.id
    },
    records: () => [...rows.values()].sort(byId).map(({ id }) => id),
    states: (queue) =>
      [...rows.values()]
        .filter((row) => row.queue === queue)
        .sort(byId)
        .map(({ state }) => state),
  }
  return courier
}
