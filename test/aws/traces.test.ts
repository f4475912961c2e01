import { createSocket, type Socket } from 'node:dgram'
import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { JsonClient } from '../../lib/aws/clients/json-client.ts'
import { traced } from '../../lib/aws/traces.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { createProviderHttp } from '../../lib/providers/wire/http.ts'
import { createRequestHandler } from '../../lib/runtime/request-handler.ts'

/* The daemon of X-Ray is a UDP socket here. */

const root = '1-67891233-abcdef012345678912345678'
const parent = '463ac35c9f6413ad'
const ofLambda = `Root=${root};Parent=${parent};Sampled=1;Lineage=2:a87bd80c:0`

let daemon: Socket
let service: Server
let origin: string
let status = 200
const told: string[] = []
const undo: (() => void)[] = []

beforeAll(async () => {
  daemon = createSocket('udp4').on('message', (message) => told.push(String(message)))
  await new Promise<void>((bound) => daemon.bind(0, '127.0.0.1', bound))
  service = createServer((_, response) => response.writeHead(status).end('{}'))
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  const address = service.address()
  if (typeof address !== 'object' || address === null) throw new Error('the service has no port')
  origin = `http://127.0.0.1:${address.port}`
})
afterAll(() => {
  daemon.close()
  service.closeAllConnections()
  service.close()
})
afterEach(() => {
  for (const step of undo.splice(0).toReversed()) step()
  told.length = 0
  status = 200
})

const trace = (header: string | undefined) =>
  void undo.push(
    setEnvironment({
      _X_AMZN_TRACE_ID: header,
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    }),
  )

/** The documents that the daemon got, once there are so many. */
async function documents(count: number) {
  await expect.poll(() => told.length).toBe(count)
  return told.map((message) => {
    const [header, document = ''] = message.split('\n')
    expect(header).toBe('{"format":"json","version":1}')
    return JSON.parse(document)
  })
}

const secret = 'a-person@example.com'
const table = () =>
  new JsonClient(
    { prefix: 'dynamodb', variable: 'DYNAMODB', target: 'DynamoDB_20120810', version: '1.0' },
    {
      requestHandler: createRequestHandler(),
      endpoint: origin,
      region: 'ap-northeast-2',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    },
  )
const getItem = {
  operation: 'GetItem',
  text: JSON.stringify({ Key: { PK: { S: secret } } }),
  outputOf: (body: object) => body,
}
const askProvider = () =>
  createProviderHttp()({
    method: 'POST',
    url: `${origin}/token/${secret}?code=${secret}`,
    headers: {},
    body: secret,
  })

describe('a request that Lambda traces', () => {
  it('tells of its calls to the table and to providers, in the trace of the invocation', async () => {
    trace(ofLambda)
    await table().send(getItem)
    await askProvider()
    const common = {
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      trace_id: root,
      parent_id: parent,
      type: 'subsegment',
      start_time: expect.any(Number),
      end_time: expect.any(Number),
      http: { request: { method: 'POST' }, response: { status: 200 } },
    }
    expect(await documents(2)).toEqual([
      { ...common, name: 'dynamodb', namespace: 'aws', aws: { operation: 'GetItem' } },
      { ...common, name: new URL(origin).host, namespace: 'remote' },
    ])
  })

  it('tells no word of a person: no key, no path, no body', async () => {
    trace(ofLambda)
    await table().send(getItem)
    await askProvider()
    await documents(2)
    expect(told.join()).not.toContain('a-person')
  })

  it.each([
    [500, { fault: true }],
    [429, { error: true, throttle: true }],
    [400, { error: true }],
  ])('says that a call ended by %s', async (ended, flags) => {
    trace(ofLambda)
    status = ended
    await askProvider()
    const [{ fault, error, throttle }] = await documents(1)
    expect({ fault, error, throttle }).toEqual({
      fault: undefined,
      error: undefined,
      throttle: undefined,
      ...flags,
    })
  })

  it('says that a call had no response, and fails as ever', async () => {
    trace(ofLambda)
    const call = { name: 'somewhere', namespace: 'remote', method: 'GET' } as const
    const error = new Error('cut off')
    await expect(
      traced(
        () => call,
        () => Promise.reject(error),
      ),
    ).rejects.toBe(error)
    expect(await documents(1)).toMatchObject([{ name: 'somewhere', fault: true }])
  })
})

describe('a request that nobody traces', () => {
  it.each([undefined, '', `Root=${root};Parent=${parent};Sampled=0`, 'Sampled=1'])(
    'tells nothing: %s',
    async (header) => {
      trace(header)
      await askProvider()
      await table().send(getItem)
      trace(ofLambda)
      await askProvider()
      expect(await documents(1)).toHaveLength(1)
    },
  )
})
