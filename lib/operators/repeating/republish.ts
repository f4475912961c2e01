import { setTimeout as pause } from 'node:timers/promises'
import { isWhole, type PublicEvent, publicEventOf } from '../../domain/history/public-event.ts'
import { putInOrder } from '../../flows/jobs/put-in-order.ts'
import type { Publishing } from '../../flows/ports/publishing.ts'
import type { RecordedEvents } from '../../flows/ports/store/operators/repeats.ts'

/** The histories, the bus, and the pauses in milliseconds before what the bus refused is put again. */
export interface Republishing {
  readonly recordedEvents: RecordedEvents
  readonly bus: Pick<Publishing, 'put'>
  readonly pauses?: readonly number[]
}

/** How many events were told again. */
export interface Republished {
  readonly republished: number
  /** Events that an erasure has emptied. Their member is gone. */
  readonly erased: number
  /** Events that this version cannot read. */
  readonly unreadable: number
}

/** A throttled bus has its pauses; one that is down for longer ends the command. */
const usualPauses = [200, 1_000, 5_000, 15_000]

/**
 * Tells the events since a moment again, each as it was told first, with the same id and sequence: a consumer that knows it
 * ignores it. Events of one member come in order. Throws an `Error` that says what was done when the bus goes on refusing;
 * beginning again repeats, and leaves nothing out.
 */
export async function republish(republishing: Republishing, since: Date): Promise<Republished> {
  let sum: Republished = { republished: 0, erased: 0, unreadable: 0 }
  for await (const page of republishing.recordedEvents.pages(since)) {
    const recorded = page.filter((event) => event !== undefined)
    const events = recorded.flatMap((event) => publicEventOf(event) ?? [])
    const whole = events.filter(isWhole)
    await putAll(republishing, whole, sum.republished)
    sum = {
      republished: sum.republished + whole.length,
      erased: sum.erased + events.length - whole.length,
      unreadable: sum.unreadable + page.length - recorded.length,
    }
  }
  return sum
}

async function putAll(
  { bus, pauses = usualPauses }: Republishing,
  events: readonly PublicEvent[],
  before: number,
): Promise<void> {
  let rest = events
  for (const ms of [...pauses, undefined]) {
    const { published, stoppedBy } = await putInOrder(bus, rest)
    rest = rest.filter((event) => !published.includes(event))
    if (stoppedBy === undefined) return
    if (ms === undefined) {
      const done = before + events.length - rest.length
      throw new Error(`The bus refuses events (${stoppedBy}). ${done} are told again; run the command again`)
    }
    await pause(ms)
  }
}
