import { createServer, request, type ServerResponse } from 'node:http'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** What can be wrong with a service of AWS. `slow` takes half a second for each response. */
export type Fault = 'throttled' | 'hanging' | 'slow' | 'failing' | 'cutting'

/** A proxy in front of the database that counts its requests, and plays its faults. */
export interface CountingProxy {
  readonly endpoint: string
  /** The requests since the last `reset`: `GetItem`, `TransactWriteItems`, … */
  readonly asked: string[]
  reset(): void
  /** The fault from now on, or none. */
  play(fault: Fault | undefined): void
  stop(): Promise<void>
}

const slowMs = 500

const refusals = {
  throttled: { status: 400, type: 'ThrottlingException' },
  failing: { status: 500, type: 'InternalServerError' },
} as const

/** Refuses as DynamoDB does (AWS JSON 1.0). */
function refuse(outgoing: ServerResponse, { status, type }: { status: number; type: string }): void {
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
  outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' }))
}

/** Forwards to a database and keeps the operation of each request (`X-Amz-Target`). */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const asked: string[] = []
  let fault: Fault | undefined
  const server = createServer((incoming, outgoing) => {
    asked.push(String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '')
    const { method = 'POST', headers } = incoming
    if (fault === 'hanging') return
    if (fault === 'cutting') return void incoming.socket.destroy()
    if (fault === 'throttled' || fault === 'failing') return refuse(outgoing, refusals[fault])
    const pauseMs = fault === 'slow' ? slowMs : 0
    const onward = request(new URL(incoming.url ?? '/', target), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    setTimeout(() => incoming.pipe(onward), pauseMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    reset: () => {
      asked.length = 0
    },
    play: (next) => {
      fault = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
