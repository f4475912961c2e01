import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { type LocalRequest, type LocalResponse, localJsonResponse } from '../gateway/exchange.ts'
import { startServer } from '../gateway/server.ts'

/** An event in EventBridge's envelope. */
export interface BusEvent {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  /** RFC 3339. */
  readonly time: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** A running stand-in for EventBridge. */
export interface LocalBus {
  /** The endpoint of EventBridge for the AWS SDK. */
  readonly endpoint: string
  /** All events since the start, newest last. */
  events(): readonly BusEvent[]
  stop(): Promise<void>
}

const putEvents = v.object({
  Entries: v.pipe(
    v.array(
      v.object({
        EventBusName: v.string(),
        Source: v.string(),
        DetailType: v.string(),
        Detail: v.string(),
        /** Epoch seconds. */
        Time: v.optional(v.number()),
      }),
    ),
    v.minLength(1),
    v.maxLength(10),
  ),
})
type Entry = v.InferOutput<typeof putEvents>['Entries'][number]

const detailSchema = v.record(v.string(), v.unknown())
const type = 'application/x-amz-json-1.1'

/** Starts a stand-in for EventBridge on a free port of this machine. It delivers events to nobody. */
export async function startBus(): Promise<LocalBus> {
  const events: BusEvent[] = []
  const { port, stop } = await startServer(0, async (request) => respond(request, events))
  return { endpoint: `http://127.0.0.1:${port}`, events: () => [...events], stop }
}

function respond({ headers, body }: LocalRequest, events: BusEvent[]): LocalResponse {
  const target = headers.find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1]
  const input = v.safeParse(v.pipe(v.string(), v.parseJson(), putEvents), body.toString('utf8'))
  if (target !== 'AWSEvents.PutEvents' || !input.success) {
    return localJsonResponse(400, { __type: 'ValidationException' }, type)
  }
  const Entries = input.output.Entries.map((entry) => accept(entry, events))
  const FailedEntryCount = Entries.filter((entry) => 'ErrorCode' in entry).length
  return localJsonResponse(200, { FailedEntryCount, Entries }, type)
}

function accept({ Source, DetailType, Detail, Time }: Entry, events: BusEvent[]) {
  const detail = v.safeParse(v.pipe(v.string(), v.parseJson(), detailSchema), Detail)
  if (!detail.success) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  const EventId = randomUUID()
  const at = Time === undefined ? new Date() : new Date(Time * 1000)
  events.push({
    version: '0',
    id: EventId,
    'detail-type': DetailType,
    source: Source,
    time: at.toISOString(),
    detail: detail.output,
  })
  return { EventId }
}
