import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Fault, send, sendFault } from './faults.ts'
import {
  type Endpoint,
  jsonAnswer,
  readRequest,
  type StandInRequest,
  type StandInResponse,
} from './messages.ts'

/** A request as it is kept for whoever asks afterwards; secrets are left out. */
export interface RecordedRequest {
  readonly method: string
  readonly path: string
  /** Query and form fields. */
  readonly params: Readonly<Record<string, string>>
  /** The scheme of the `Authorization` header, such as `Bearer`. */
  readonly scheme: string
}

/** A running server that stands in for a provider's. */
export interface Host {
  readonly origin: string
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** Lets an endpoint fail, for ever or for a number of times; the newest wish for a path counts. */
  fail(path: string, fault: Fault, times?: number): void
  /** Ends every fault. */
  heal(): void
  /** Closes the server and whatever connection is open. */
  stop(): Promise<void>
}

/** `GET /path` or `POST /path` → what answers it. */
export type Endpoints = Readonly<Record<string, Endpoint>>

function record(request: StandInRequest): RecordedRequest {
  const params = Object.fromEntries([...request.query, ...request.form])
  if ('client_secret' in params) params.client_secret = '(left out)'
  const { method, path } = request
  return { method, path, params, scheme: request.authorization.split(' ', 1)[0] ?? '' }
}

function answer(endpoints: Endpoints, request: StandInRequest): StandInResponse {
  const { method, path } = request
  // The last part of a path may be an id.
  const endpoint = endpoints[`${method} ${path}`] ?? endpoints[`${method} ${path.replace(/[^/]+$/, '*')}`]
  if (endpoint !== undefined) return endpoint(request)
  const known = Object.keys(endpoints).some((route) => route.endsWith(` ${request.path}`))
  return jsonAnswer(known ? 405 : 404, { msg: known ? 'method not allowed' : 'not found' })
}

/**
 * Serves endpoints on 127.0.0.1, on a given or a free port. `endpoints` learns the origin before it is
 * asked for anything.
 */
export async function startHost(
  port: number | undefined,
  endpoints: (origin: string) => Endpoints,
): Promise<Host> {
  const requests: RecordedRequest[] = []
  const faults = new Map<string, { readonly fault: Fault; left: number }>()
  let served: Endpoints = {}

  function dueFault(path: string): Fault | undefined {
    const due = faults.get(path)
    if (due === undefined || due.left <= 0) return undefined
    due.left -= 1
    return due.fault
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    requests.push(record(request))
    const reply = answer(served, request)
    const fault = dueFault(request.path)
    if (fault === undefined) send(response, reply)
    else sendFault(response, fault, reply)
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy())
  })
  server.listen(port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')
  const origin = `http://127.0.0.1:${address.port}`
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
