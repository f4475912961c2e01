import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { GetSecretValueCommand, SecretsManagerClient } from '../../../lib/aws/clients/secrets-manager.ts'
import type { ClientSettings } from '../../../lib/aws/clients/signed-requests.ts'
import { NodeHttpHandler } from '../../../lib/aws/http/node-http-handler.ts'
import { isTransient } from '../../../lib/aws/transient-errors.ts'
import { createRequestHandler } from '../../../lib/runtime/request-handler.ts'
import { portOf } from '../../../lib/stand-ins/host/port-of.ts'

const servers: Server[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const server of servers.splice(0))
    await new Promise((resolve) => server.close(resolve).closeAllConnections())
})

/** A client of a server that responds by these, one after the other, and again by the last. */
const clientBy =
  (createHandler: () => ClientSettings['requestHandler']) =>
  async (maxAttempts: number, ...listeners: readonly RequestListener[]) => {
    const requests: NodeJS.Dict<string | string[]>[] = []
    const server = createServer((request, response) => {
      requests.push(request.headers)
      listeners[Math.min(requests.length, listeners.length) - 1]?.(request, response)
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = portOf(server)
    const client = new SecretsManagerClient({
      maxAttempts,
      region: 'ap-northeast-2',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      requestHandler: createHandler(),
    })
    return { requests, send: () => client.send(new GetSecretValueCommand({ SecretId: 'arn' })) }
  }

const ok: RequestListener = (_, response) => response.end('{"SecretString":"text"}')
const refusedAt =
  (aheadMs: number): RequestListener =>
  (_, response) => {
    response.writeHead(400, { date: new Date(Date.now() + aheadMs).toUTCString(), 'x-amzn-requestid': 'id' })
    response.end('{"__type":"InvalidSignatureException","message":"Signature expired"}')
  }

/** The time of a signature, in milliseconds ahead of ours. */
function aheadMs(headers: NodeJS.Dict<string | string[]> = {}): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date'])) ?? []
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Date.now()
}

describe.each([
  ['of the SDK', createRequestHandler],
  ['of the bundles', () => new NodeHttpHandler({ connectionTimeout: 1000, requestTimeout: 3000 })],
])('by the handler %s', (_, createHandler) => {
  const clientOf = clientBy(createHandler)

  describe('a clock that is wrong by minutes', () => {
    it('is set right by the response, and the request sent again', async () => {
      const { requests, send } = await clientOf(2, refusedAt(600_000), ok)
      expect(await send()).toEqual({ SecretString: 'text' })
      expect(Math.abs(aheadMs(requests[0]))).toBeLessThan(5_000)
      expect(Math.abs(aheadMs(requests[1]) - 600_000)).toBeLessThan(5_000)
    })

    it('is right for the next request where there is one attempt', async () => {
      const { requests, send } = await clientOf(1, refusedAt(-3_600_000), ok)
      await expect(send()).rejects.toMatchObject({
        name: 'InvalidSignatureException',
        $metadata: { httpStatusCode: 400, requestId: 'id' },
      })
      await send()
      expect(Math.abs(aheadMs(requests[1]) + 3_600_000)).toBeLessThan(5_000)
    })

    it('is no reason for another attempt where it is right', async () => {
      const { requests, send } = await clientOf(3, refusedAt(60_000), ok)
      await expect(send()).rejects.toMatchObject({ name: 'InvalidSignatureException' })
      expect(requests).toHaveLength(1)
    })
  })

  describe('a response that is no response of the service', () => {
    it.each<[string, RequestListener]>([
      [
        'is cut off',
        (_, response) =>
          response.writeHead(200, { 'content-length': '100' }).write('{"Sec', () => response.destroy()),
      ],
      ['never comes', (_, response) => response.destroy()],
      ['is a page of something in between', (_, response) => response.writeHead(502).end('<html>')],
    ])('is an outage where it %s, and the request is sent again', async (_, listener) => {
      const failing = await clientOf(1, listener)
      expect(isTransient(await failing.send().catch((error: unknown) => error))).toBe(true)
      const { requests, send } = await clientOf(2, listener, ok)
      expect(await send()).toEqual({ SecretString: 'text' })
      expect(requests).toHaveLength(2)
    })
  })

  it('a connection serves requests that follow each other', async () => {
    const sockets = new Set<unknown>()
    const { send } = await clientOf(1, (request, response) => {
      sockets.add(request.socket)
      ok(request, response)
    })
    for (const _ of [1, 2, 3]) await send()
    expect(sockets.size).toBe(1)
  })

  it('a request names the trace of its invocation in a function, and nowhere else', async () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-2')
    const { requests, send } = await clientOf(1, ok)
    await send()
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'callback')
    await send()
    expect(requests.map((headers) => headers['x-amzn-trace-id'])).toEqual([undefined, 'Root=1-2'])
  })
})
