import type { ClientRequest } from 'node:http'

/**
 * Ends a request after `ms` with an error whose code is `ETIMEDOUT`. After a busy or frozen phase (an idle Lambda), the timer fires
 * before an arrived response is read, so the response gets its turn first.
 */
export function endAfter(
  ms: number,
  outgoing: ClientRequest,
  why: string,
  isDue = () => true,
): NodeJS.Timeout {
  const end = () => {
    if (isDue()) outgoing.destroy(Object.assign(new Error(why), { code: 'ETIMEDOUT' }))
  }
  return setTimeout(() => setImmediate(end), ms)
}

/** Ends a request whose new connection takes longer than `ms`, as `endAfter` does. A kept connection is there. */
export function watchConnecting(outgoing: ClientRequest, ms: number): void {
  if (outgoing.reusedSocket) return
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return
    const timer = endAfter(ms, outgoing, `no connection within ${ms} ms`, () => socket.connecting)
    socket.once('connect', () => clearTimeout(timer))
    socket.once('close', () => clearTimeout(timer))
  })
}
