import { once } from 'node:events'
import { createServer } from 'node:http'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** A server of an attacker that waits for requests. */
export interface Attacker {
  readonly origin: string
  /** The requests so far. */
  readonly asked: readonly string[]
  stop(): Promise<void>
}

/** Answers every request with the same JSON. */
export async function startAttacker(body: string): Promise<Attacker> {
  const asked: string[] = []
  const server = createServer((incoming, response) => {
    asked.push(incoming.url ?? '')
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    asked,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
