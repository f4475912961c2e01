import { createServer, type IncomingMessage, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import * as v from 'valibot'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** What the requests of one flow cost. */
export interface Metered {
  readonly requests: number
  /** Read units: one for 4 KB of a consistent read, rounded up for each item. */
  readonly reads: number
  /** Write units: one for 1 KB, rounded up for each item, twice that in a transaction, and one for an index entry. */
  readonly writes: number
  /** The requests that waited for one another. */
  readonly depth: number
}

/** A proxy in front of a database that meters the requests. */
export interface MeteringProxy {
  readonly endpoint: string
  /** The cost of what happens during a step. */
  meter(step: () => Promise<unknown>): Promise<Metered>
  stop(): Promise<void>
}

const units = v.object({
  CapacityUnits: v.number(),
  ReadCapacityUnits: v.optional(v.number()),
  WriteCapacityUnits: v.optional(v.number()),
})
const consumed = v.object({ ConsumedCapacity: v.optional(v.union([units, v.array(units)])) })
const item = v.record(v.string(), v.unknown())

const reading = /^(GetItem|BatchGetItem|Query|TransactGetItems)$/
const metered = /^((Batch)?GetItem|Query|(Put|Update|Delete)Item|Transact(Write|Get)Items)$/
/** A response waits this long, so that requests of one moment are all there before the first is answered. */
const heldMs = 10

/** The units of a response, as the database counts them (`ReturnConsumedCapacity`). */
function unitsIn(operation: string, text: string): Pick<Metered, 'reads' | 'writes'> {
  const { ConsumedCapacity = [] } = v.parse(consumed, JSON.parse(text))
  const all = [ConsumedCapacity].flat().map(({ CapacityUnits }) => CapacityUnits)
  const sum = all.reduce((total, one) => total + one, 0)
  return reading.test(operation) ? { reads: sum, writes: 0 } : { reads: 0, writes: sum }
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/**
 * Forwards to a database, and asks it for the units of each request. The embedded database counts as DynamoDB does, a
 * condition check like a write (paritysuite/dynamodb-conformance, 67). A signature is no longer right, which that database
 * does not mind.
 */
export async function startMeteringProxy(target: string): Promise<MeteringProxy> {
  let spent: Metered = { requests: 0, reads: 0, writes: 0, depth: 0 }
  let open = 0
  const server = createServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? ''
    const body = await textOf(incoming)
    const isMetered = metered.test(operation)
    if (isMetered)
      spent = { ...spent, requests: spent.requests + 1, depth: spent.depth + (open++ === 0 ? 1 : 0) }
    const asked = isMetered
      ? JSON.stringify({ ...v.parse(item, JSON.parse(body)), ReturnConsumedCapacity: 'TOTAL' })
      : body
    const headers = { ...incoming.headers, 'content-length': String(Buffer.byteLength(asked)) }
    const onward = request(
      new URL(incoming.url ?? '/', target),
      { method: 'POST', headers },
      async (response) => {
        const text = await textOf(response)
        if (isMetered) {
          const { reads, writes } = unitsIn(operation, text)
          await pause(heldMs)
          open--
          spent = { ...spent, reads: spent.reads + reads, writes: spent.writes + writes }
        }
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        outgoing.end(text)
      },
    )
    onward.on('error', () => outgoing.destroy())
    onward.end(asked)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    async meter(step) {
      spent = { requests: 0, reads: 0, writes: 0, depth: 0 }
      await step()
      return spent
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
