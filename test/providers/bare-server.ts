import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ProviderRequest } from '../../lib/providers/wire/http.ts'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** Lets a server listen on a free port until the end of the test. Gives the origin. */
export async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${portOf(server)}`
}

/** A request for nothing in particular. */
export const get = (url: string, more: Partial<ProviderRequest> = {}): ProviderRequest => ({
  method: 'GET',
  url,
  headers: {},
  ...more,
})

/** A whole response, as bytes. */
export const response = (body: string, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

/**
 * A server of a test. `reply` gives the response to each request, byte by byte. Gives the origin, and for each
 * request so far the number of its connection.
 */
export async function say(
  reply: (asked: number, socket: Socket) => void,
): Promise<{ readonly origin: string; readonly asked: readonly number[] }> {
  const asked: number[] = []
  let connections = 0
  const origin = await listen(
    createServer((socket) => {
      const connection = connections++
      socket.on('error', () => undefined)
      socket.on('data', () => {
        asked.push(connection)
        reply(asked.length, socket)
      })
    }),
  )
  return { origin, asked }
}
