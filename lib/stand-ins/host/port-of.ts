import type { Server } from 'node:http'

/** The port of a server that listens. Throws an `Error` where it has none. */
export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
