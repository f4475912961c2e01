import { after } from '../../domain/values/lifetimes.ts'
import type { CourierWorld } from '../ports/courier.ts'
import { deliverQueue } from './courier/deliver-queue.ts'
import { type Deliveries, noDeliveries, together } from './courier/deliveries.ts'

/** The result of one call of the courier. */
export interface Delivered extends Deliveries {
  readonly queues: number
  /** The records to deliver again, since their queue could not be read or marked. */
  readonly unfinished: readonly string[]
}

/** Queues are independent, so a slow one delays no other. */
const queuesAtOnce = 8
/** After this time the courier reads no further page of what is due. The next call continues. */
const maxSeconds = 30

/**
 * Sends the messages that committed changes left, given records of the table's stream: at least once, and in the order
 * of each queue. Gives the counts and the records to deliver again; never throws for a message.
 */
export async function deliverRecords(world: CourierWorld, records: readonly unknown[]): Promise<Delivered> {
  const read = world.readRecords(records)
  const { unfinished, ...delivered } = await deliverAll(world, [...new Set(read.map(({ queue }) => queue))])
  const again = read.filter(({ queue }) => unfinished.includes(queue))
  return { ...delivered, unfinished: again.map(({ sequence }) => sequence) }
}

/**
 * Tries again what failed before, or was left by a courier that died, page by page until the time is used. Gives the
 * counts.
 */
export async function deliverDue(world: CourierWorld): Promise<Delivered> {
  const started = world.clock.now()
  const until = after(started, maxSeconds)
  let sum: Delivered = { queues: 0, ...noDeliveries, unfinished: [] }
  for await (const queues of world.storedMessages.due(started)) {
    const delivered = await deliverAll(world, queues)
    sum = {
      ...together(sum, delivered),
      queues: sum.queues + delivered.queues,
      unfinished: [...sum.unfinished, ...delivered.unfinished],
    }
    if (world.clock.now() >= until) break
  }
  return sum
}

async function deliverAll(world: CourierWorld, queues: readonly string[]): Promise<Delivered> {
  const left = [...queues]
  const unfinished: string[] = []
  let sum = noDeliveries
  const work = async () => {
    for (let queue = left.shift(); queue !== undefined; queue = left.shift()) {
      const deliveries = await tryQueue(world, queue)
      if (deliveries === undefined) unfinished.push(queue)
      else sum = together(sum, deliveries)
    }
  }
  await Promise.all(Array.from({ length: queuesAtOnce }, work))
  return { queues: queues.length, ...sum, unfinished }
}

/** A failure of one queue, such as an outage of the table, ends no other. */
async function tryQueue(world: CourierWorld, queue: string): Promise<Deliveries | undefined> {
  try {
    return await deliverQueue(world, queue)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    world.report({ event: 'queue_unfinished', queue, error: name })
    return undefined
  }
}
