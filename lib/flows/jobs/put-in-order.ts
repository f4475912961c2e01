import type { PublicEvent } from '../../domain/history/public-event.ts'
import type { Publishing, PutResult } from '../ports/publishing.ts'

/** What the bus made of some events. */
export interface PutEvents {
  /** The accepted events. */
  readonly published: readonly PublicEvent[]
  /** The reason of a stop: the bus's code. Nothing was put after the call that has the refused event. */
  readonly stoppedBy?: string
}

/** The maximum of one call (PutEvents API). */
const maxEventsPerCall = 10

/**
 * Puts events on the bus in order per member. The bus may accept one event of a call and refuse another, so no call
 * contains two events of one member, and nothing follows a refusal. Never throws for the bus.
 */
export async function putInOrder(
  bus: Pick<Publishing, 'put'>,
  events: readonly PublicEvent[],
): Promise<PutEvents> {
  const published: PublicEvent[] = []
  for (const call of callsOf(events)) {
    const results = await put(bus, call)
    published.push(...call.filter((_, index) => results[index]?.kind === 'taken'))
    const refused = call.map((_, index) => results[index] ?? noResult).find(({ kind }) => kind === 'refused')
    if (refused?.kind === 'refused') return { published, stoppedBy: refused.code }
  }
  return { published }
}

/** Splits events into calls, in order and without two events of one member in one call. */
function callsOf(events: readonly PublicEvent[]): readonly (readonly PublicEvent[])[] {
  const calls: PublicEvent[][] = []
  for (const event of events) {
    const last = calls.at(-1)
    const fits =
      last !== undefined &&
      last.length < maxEventsPerCall &&
      last.every(({ memberId }) => memberId !== event.memberId)
    if (fits) last.push(event)
    else calls.push([event])
  }
  return calls
}

/** An event without a result counts as refused. */
const noResult = { kind: 'refused', code: 'no_response' } as const satisfies PutResult

async function put(
  bus: Pick<Publishing, 'put'>,
  call: readonly PublicEvent[],
): Promise<readonly PutResult[]> {
  try {
    return await bus.put(call)
  } catch (error) {
    const code = error instanceof Error ? error.name : noResult.code
    return call.map(() => ({ kind: 'refused', code }))
  }
}
