import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy in front of the database that counts its requests. */
export interface CountingProxy {
  readonly endpoint: string
  /** The requests since the last `reset`: `GetItem`, `TransactWriteItems`, … */
  readonly asked: string[]
  reset(): void
  stop(): Promise<void>
}

/** Forwards to a database and keeps the operation of each request (`X-Amz-Target`). */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    asked.push(String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '')
    const { method = 'POST', headers } = incoming
    const onward = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    reset: () => {
      asked.length = 0
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
