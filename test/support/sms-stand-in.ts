import { createServer } from 'node:http'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** A gateway of texts that takes every request and remembers it. */
export interface SmsStandIn {
  readonly origin: string
  /** The status of its responses. */
  status: number
  readonly taken: {
    readonly url: string | undefined
    readonly authorization: string | undefined
    readonly body: unknown
  }[]
  stop(): Promise<unknown>
}

/** Starts a gateway on a free port. */
export async function startSmsStandIn(): Promise<SmsStandIn> {
  const taken: SmsStandIn['taken'] = []
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
    taken.push({ url: request.url, authorization: request.headers.authorization, body })
    response.writeHead(standIn.status, { 'content-type': 'application/json', connection: 'close' }).end('{}')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const standIn: SmsStandIn = {
    origin: `http://127.0.0.1:${portOf(server)}`,
    status: 200,
    taken,
    stop: () => new Promise((stopped) => server.close(stopped)),
  }
  return standIn
}
