import { Agent } from 'node:https'

/**
 * Connections over TLS that are kept for the next request to the same host and port. Whoever has these makes every request with the
 * same rules of TLS, so nothing else tells connections apart: Node's own name of one has 25 parts, put together for each request.
 */
export class KeptConnections extends Agent {
  constructor() {
    super({ keepAlive: true, maxSockets: 50 })
  }

  override getName({ host = '', port = '' }: Parameters<Agent['getName']>[0] = {}): string {
    return `${host}:${port}`
  }
}
