import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type EndpointFault, sendFault, sendResponse } from './faults.ts'
import {
  type Endpoint,
  jsonResponse,
  readStandInRequest,
  type StandInRequest,
  type StandInResponse,
} from './messages.ts'
import { portOf } from './port-of.ts'

/** A request as recorded for tests and the demo, without secrets. */
interface RecordedRequest {
  readonly method: string
  readonly path: string
  /** Query and form fields. */
  readonly params: Readonly<Record<string, string>>
  /** The scheme of the `Authorization` header, such as `Bearer`. */
  readonly scheme: string
}

/** A running stand-in server. */
export interface Host {
  readonly origin: string
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /**
   * Makes an endpoint fail, forever or `times` times. A later call for the same path replaces an earlier one.
   */
  fail(path: string, fault: EndpointFault, times?: number): void
  /** Ends every fault. */
  heal(): void
  /** Closes the server and all open connections. */
  stop(): Promise<void>
}

/** Endpoints by `GET /path` or `POST /path`. */
export type Endpoints = Readonly<Record<string, Endpoint>>

function recorded(request: StandInRequest): RecordedRequest {
  const params = Object.fromEntries([...request.query, ...request.form])
  if ('client_secret' in params) params.client_secret = '(left out)'
  const { method, path } = request
  return { method, path, params, scheme: request.authorization.split(' ', 1)[0] ?? '' }
}

function respond(endpoints: Endpoints, request: StandInRequest): StandInResponse {
  const { method, path } = request
  // The last part of a path may be an id.
  const endpoint = endpoints[`${method} ${path}`] ?? endpoints[`${method} ${path.replace(/[^/]+$/, '*')}`]
  if (endpoint !== undefined) return endpoint(request)
  const known = Object.keys(endpoints).some((route) => route.endsWith(` ${request.path}`))
  return jsonResponse(known ? 405 : 404, { msg: known ? 'method not allowed' : 'not found' })
}

/**
 * Serves endpoints on 127.0.0.1, on the given port or a free one. `endpoints` takes the origin and runs
 * before the first request. Throws when the port is taken.
 */
export async function startHost(
  port: number | undefined,
  endpoints: (origin: string) => Endpoints,
): Promise<Host> {
  const requests: RecordedRequest[] = []
  const faults = new Map<string, { readonly fault: EndpointFault; left: number }>()
  let served: Endpoints = {}

  function dueFault(path: string): EndpointFault | undefined {
    const due = faults.get(path)
    if (due === undefined || due.left <= 0) return undefined
    due.left -= 1
    return due.fault
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readStandInRequest(incoming)
    requests.push(recorded(request))
    const response = respond(served, request)
    const fault = dueFault(request.path)
    if (fault === undefined) sendResponse(outgoing, response)
    else sendFault(outgoing, fault, response)
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${portOf(server)}`
  served = endpoints(origin)
  return {
    origin,
    requests,
    fail: (path, fault, times = Number.POSITIVE_INFINITY) => void faults.set(path, { fault, left: times }),
    heal: () => faults.clear(),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
