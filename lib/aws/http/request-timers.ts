import type { ClientRequest } from 'node:http'
import { type Deadline, endAfter, forget } from '../deadlines.ts'

/** Ends a request after `ms` with an error whose code is `ETIMEDOUT`. */
export const endRequestAfter = (ms: number, outgoing: ClientRequest, why: string): Deadline =>
  endAfter(ms, () => outgoing.destroy(Object.assign(new Error(why), { code: 'ETIMEDOUT' })))

/** Ends a request whose new connection takes longer than `ms`, as `endRequestAfter` does. A kept connection is there. */
export function watchConnecting(outgoing: ClientRequest, ms: number): void {
  if (outgoing.reusedSocket) return
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return
    const deadline = endRequestAfter(ms, outgoing, `no connection within ${ms} ms`)
    socket.once('connect', () => forget(deadline))
    socket.once('close', () => forget(deadline))
  })
}
