import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { portOf } from '../../../lib/stand-ins/host/port-of.ts'

/** What can be wrong with a service. `slow` takes half a second for each response, and does what it was asked. */
export const faults = ['throttled', 'hanging', 'slow', 'failing', 'refused'] as const
export type Fault = (typeof faults)[number]

/** How a service says that it throttles, and that it fails: status and body. */
export interface Refusals {
  readonly throttled: readonly [status: number, body: string]
  readonly failing: readonly [status: number, body: string]
}

const json = (type: string): string => JSON.stringify({ __type: type, message: 'no' })
const form = (code: string): string => `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`
const xml = (code: string): string => `<Error><Code>${code}</Code><Message>no</Message></Error>`

/** By the references of the services' APIs. */
export const refusals = {
  table: {
    throttled: [400, json('com.amazonaws.dynamodb.v20120810#ThrottlingException')],
    failing: [500, json('com.amazonaws.dynamodb.v20120810#InternalServerError')],
  },
  secrets: { throttled: [400, json('ThrottlingException')], failing: [500, json('InternalServiceError')] },
  ses: { throttled: [400, form('Throttling')], failing: [500, form('InternalFailure')] },
  sns: { throttled: [400, form('Throttling')], failing: [500, form('InternalFailure')] },
  s3: { throttled: [503, xml('SlowDown')], failing: [500, xml('InternalError')] },
} as const satisfies Readonly<Record<string, Refusals>>

/** A service's address that plays faults and counts the requests. */
export interface FaultProxy {
  readonly endpoint: string
  calls(): number
  play(fault: Fault | undefined): Promise<void>
  stop(): Promise<void>
}

const slowMs = 500
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

function forward(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void {
  const { method = 'POST', headers, url = '/' } = incoming
  const onward = request(new URL(url, target), { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

/** Starts a proxy in front of a service. */
export async function startFaultProxy(target: string, says: Refusals): Promise<FaultProxy> {
  let fault: Fault | undefined
  let calls = 0
  const server = createServer(async (incoming, outgoing) => {
    calls += 1
    if (fault === 'hanging') return
    if (fault === 'throttled' || fault === 'failing') {
      const [status, body] = says[fault]
      return void outgoing.writeHead(status).end(body)
    }
    if (fault === 'slow') await pause(slowMs)
    forward(incoming, outgoing, target)
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const port = portOf(server)
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: () => calls,
    async play(next) {
      const wasRefused = fault === 'refused'
      fault = next
      calls = 0
      // Requests that still hang end with their connection.
      if (next === 'refused') await closed(server)
      else if (wasRefused) await listen(port)
      else if (next === undefined) server.closeAllConnections()
    },
    stop: () => closed(server),
  }
}
