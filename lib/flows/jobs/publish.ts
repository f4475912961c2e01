import { type PublicEvent, publicEventOf } from '../../domain/history/public-event.ts'
import type { Publishing, PutResult, StreamChange } from '../ports/publishing.ts'

/** The result of publishing one batch of the stream. */
export interface Published {
  readonly records: number
  /** The number of events that the bus accepted. */
  readonly published: number
  /** The number of events that nobody can read. They are skipped, so that they hold up no other. */
  readonly unreadable: number
  /** The reason of a stop: the bus's code. */
  readonly stoppedBy?: string
  /** The first record to deliver again. All later ones are delivered again too. */
  readonly failedFrom?: string
}

/** The maximum of one call (PutEvents API). */
const maxEventsPerCall = 10

interface StreamEvent {
  readonly sequence: string
  readonly event: PublicEvent
}

/**
 * Publishes events, at least once and in order per member. The bus may accept one event of a call
 * and refuse another, so no call contains two events of one member, and nothing follows a refusal.
 * The stream delivers the rest again, with the same event ids. An event that nobody can read is skipped and
 * counted; it stays in the history. Gives the counts, and the record to resume from; never
 * throws for the bus.
 */
export async function publish(publishing: Publishing, records: readonly unknown[]): Promise<Published> {
  const changes = publishing.readChanges(records)
  const unreadable = changes.filter(({ recorded }) => recorded === undefined).length
  let published = 0
  for (const call of callsOf(changes.flatMap(streamEventsOf))) {
    const results = await put(publishing, call)
    published += results.filter(({ kind }) => kind === 'taken').length
    const stopped = firstRefused(call, results)
    if (stopped) return { records: records.length, published, unreadable, ...stopped }
  }
  return { records: records.length, published, unreadable }
}

function firstRefused(call: readonly StreamEvent[], results: readonly PutResult[]) {
  for (const [index, { sequence }] of call.entries()) {
    const result = results[index] ?? noResult
    if (result.kind === 'refused') return { stoppedBy: result.code, failedFrom: sequence }
  }
  return undefined
}

function streamEventsOf({ sequence, recorded }: StreamChange): readonly StreamEvent[] {
  const event = recorded && publicEventOf(recorded, sequence)
  return event === undefined ? [] : [{ sequence, event }]
}

/** Splits events into calls, in order and without two events of one member in one call. */
function callsOf(all: readonly StreamEvent[]): readonly (readonly StreamEvent[])[] {
  const calls: StreamEvent[][] = []
  for (const streamEvent of all) {
    const last = calls.at(-1)
    const fits =
      last !== undefined &&
      last.length < maxEventsPerCall &&
      last.every(({ event }) => event.memberId !== streamEvent.event.memberId)
    if (fits) last.push(streamEvent)
    else calls.push([streamEvent])
  }
  return calls
}

/** An event without a result counts as refused. */
const noResult = { kind: 'refused', code: 'no_response' } as const satisfies PutResult

async function put(publishing: Publishing, call: readonly StreamEvent[]): Promise<readonly PutResult[]> {
  try {
    return await publishing.put(call.map(({ event }) => event))
  } catch (error) {
    const code = error instanceof Error ? error.name : noResult.code
    return call.map(() => ({ kind: 'refused', code }))
  }
}
