import { type PublicEvent, publicEventOf } from '../../domain/history/public-event.ts'
import type { Change, Fate, Publishing } from '../ports/publishing.ts'

/** What became of a part of the stream. */
export interface Published {
  readonly records: number
  /** Events that the bus took. */
  readonly told: number
  /** Why telling stopped, where it did: a record that cannot be read, or what the bus said. */
  readonly stoppedBy?: string
  /** The first record to hear of again; all after it are to come again as well. */
  readonly failedFrom?: string
}

/** The most that the bus takes at once (PutEvents). */
const mostAtOnce = 10

interface Told {
  readonly sequence: string
  readonly event: PublicEvent
}

/**
 * Tells the rest of the service what happened, at least once and in order for each member: the bus may take one
 * event of a call and refuse another, so no call carries two events of one member, and nothing is told after a
 * refusal. What comes after it comes again, with the same ids.
 */
export async function publish(publishing: Publishing, records: readonly unknown[]): Promise<Published> {
  const changes = publishing.readChanges(records)
  const unreadable = changes.findIndex(({ recorded }) => recorded === undefined)
  const readable = unreadable < 0 ? changes : changes.slice(0, unreadable)
  let told = 0
  for (const call of callsOf(readable.flatMap(toldOf))) {
    const fates = await put(publishing, call)
    told += fates.filter(({ kind }) => kind === 'taken').length
    const stopped = firstRefused(call, fates)
    if (stopped) return { records: records.length, told, ...stopped }
  }
  const failed = changes[unreadable]
  const stopped = failed && { stoppedBy: 'unreadable', failedFrom: failed.sequence }
  return { records: records.length, told, ...stopped }
}

function firstRefused(call: readonly Told[], fates: readonly Fate[]) {
  for (const [index, { sequence }] of call.entries()) {
    const fate = fates[index] ?? noAnswer
    if (fate.kind === 'refused') return { stoppedBy: fate.code, failedFrom: sequence }
  }
  return undefined
}

function toldOf({ sequence, recorded }: Change): readonly Told[] {
  const event = recorded && publicEventOf(recorded, sequence)
  return event === undefined ? [] : [{ sequence, event }]
}

/** Cuts a part of the stream into calls: in order, and no member twice in one. */
function callsOf(all: readonly Told[]): readonly (readonly Told[])[] {
  const calls: Told[][] = []
  for (const told of all) {
    const last = calls.at(-1)
    const fits =
      last !== undefined &&
      last.length < mostAtOnce &&
      last.every(({ event }) => event.memberId !== told.event.memberId)
    if (fits) last.push(told)
    else calls.push([told])
  }
  return calls
}

/** A bus that says nothing of an event has not taken it, as far as we know. */
const noAnswer = { kind: 'refused', code: 'no_answer' } as const satisfies Fate

async function put(publishing: Publishing, call: readonly Told[]): Promise<readonly Fate[]> {
  try {
    return await publishing.put(call.map(({ event }) => event))
  } catch (error) {
    const code = error instanceof Error ? error.name : noAnswer.code
    return call.map(() => ({ kind: 'refused', code }))
  }
}
