import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWebhookPost } from '../../lib/events/post-webhook.ts'
import { readQueuedEvents } from '../../lib/events/queued-events.ts'
import { readWebhookKeys, webhookHeaders } from '../../lib/events/standard-webhook.ts'
import { deliverWebhooks } from '../../lib/flows/jobs/deliver-webhooks.ts'
import { sendLogTo } from '../../lib/http/log/log.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { webhookDeliveries } from '../../lib/runtime/webhooks/webhook-deliveries.ts'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'
import { awsDouble } from '../support/aws-double.ts'

/*
 * The signed webhook, against a receiver that verifies by the public library of Standard Webhooks.
 */

const secretOf = (letter: string): string => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`
const [first, second] = [secretOf('a'), secretOf('b')]

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver that answers by `status`, or never. */
let status: number | 'never' = 204
const received: Received[] = []
let server: Server
let endpoint: string
beforeAll(async () => {
  server = createServer(async ({ headers }, response) => {
    let body = ''
    for await (const chunk of response.req) body += String(chunk)
    received.push({ headers, body })
    if (status !== 'never') response.writeHead(status, { location: endpoint }).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endpoint = `http://127.0.0.1:${portOf(server)}/members`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  status = 204
  received.length = 0
})

const eventOf = (type = 'member.erased') => ({
  version: 1,
  type,
  id: ids.record(),
  occurredAt: '2026-11-22T10:00:00.000Z',
  sequence: '0'.repeat(40),
  memberId: ids.member(),
})
type Event = ReturnType<typeof eventOf>

/** A message of SQS with an event in EventBridge's envelope. */
const queued = (event: Event) => ({
  messageId: `message of ${event.id}`,
  body: JSON.stringify({ version: '0', id: 'b', 'detail-type': event.type, source: 'ieum', detail: event }),
})

const reports: object[] = []
const deliveries = (secret: string, to = endpoint) => ({
  readQueued: readQueuedEvents,
  post: createWebhookPost(
    to,
    async () => secret,
    () => new Date(),
  ),
  report: (failed: object) => void reports.push(failed),
})
beforeEach(() => {
  reports.length = 0
})

const headersOf = ({ headers }: Received): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

describe('a delivery', () => {
  it('is verified by the library of Standard Webhooks, and says what happened', async () => {
    const event = eventOf()
    expect(await deliverWebhooks(deliveries(first), [queued(event)])).toEqual({ delivered: 1, failed: [] })
    const [one] = received
    if (one === undefined) throw new Error('nothing was posted')
    expect(one.headers).toMatchObject({ 'webhook-id': event.id, 'content-type': 'application/json' })
    const verified = new Webhook(first).verify(one.body, headersOf(one))
    expect(verified).toEqual({ type: event.type, timestamp: event.occurredAt, data: event })
    expect(() => new Webhook(second).verify(one.body, headersOf(one))).toThrow()
    expect(() => new Webhook(first).verify(`${one.body} `, headersOf(one))).toThrow()
  })

  it('is signed as the library signs', () => {
    const at = new Date('2026-11-22T10:00:00Z')
    const given = { id: 'an-id', at, body: '{"type":"member.erased"}' }
    expect(webhookHeaders(readWebhookKeys(first), given)['webhook-signature']).toBe(
      new Webhook(first).sign(given.id, at, given.body),
    )
  })

  it('carries a signature of each key while receivers change to the next one', async () => {
    await deliverWebhooks(deliveries(`${second}\n${first}`), [queued(eventOf())])
    const [one] = received
    if (one === undefined) throw new Error('nothing was posted')
    for (const secret of [first, second]) {
      expect(new Webhook(secret).verify(one.body, headersOf(one))).toMatchObject({ type: 'member.erased' })
    }
    expect(one.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
  })

  it('has the same id at each attempt, and when the event is told again', async () => {
    const event = eventOf()
    status = 500
    await deliverWebhooks(deliveries(first), [queued(event)])
    status = 200
    await deliverWebhooks(deliveries(first), [queued(event)])
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([event.id, event.id])
  })
})

describe('a receiver that does not take it', () => {
  it.each([301, 404, 410, 429, 500, 503])(
    '(%i) gets it again, and holds up no other event',
    async (refused) => {
      const events = [eventOf(), eventOf('member.registered')]
      const [bad] = events
      status = refused
      const port = deliveries(first)
      const result = await deliverWebhooks(
        {
          ...port,
          post: (post) => {
            status = post.id === bad?.id ? refused : 200
            return port.post(post)
          },
        },
        events.slice(0, 1).map(queued),
      )
      expect(result).toEqual({ delivered: 0, failed: [`message of ${bad?.id}`] })
      expect(reports).toEqual([{ id: bad?.id, type: 'member.erased', why: `status_${refused}` }])
      // A redirect is not followed.
      expect(received).toHaveLength(1)
    },
  )

  it('because nobody listens gets it again', async () => {
    const event = eventOf()
    const nowhere = deliveries(first, 'http://127.0.0.1:9/')
    expect(await deliverWebhooks(nowhere, [queued(event)])).toMatchObject({ delivered: 0 })
    expect(reports).toMatchObject([{ id: event.id, why: 'TypeError' }])
  })

  it('is not asked about a message that holds no event, which comes again too', async () => {
    const odd = { messageId: 'odd', body: '{"detail":{"id":1}}' }
    const result = await deliverWebhooks(deliveries(first), [odd, queued(eventOf())])
    expect(result).toEqual({ delivered: 1, failed: ['odd'] })
    expect(reports).toEqual([{ id: 'odd', type: 'unknown', why: 'unreadable' }])
    expect(received).toHaveLength(1)
  })
})

describe('the secret', () => {
  it.each(['', ' ', 'secret', 'whsec_', 'whsec_c2hvcnQ=', `whsec_${'A'.repeat(100)}`, `${first} whsec_!`])(
    'is refused as %j, without a word of it',
    (secret) => {
      expect(() => readWebhookKeys(secret)).toThrow(/^the secret of the webhook (is empty|must be whsec_)/)
    },
  )
})

describe('the function', () => {
  const manager = awsDouble(SecretsManagerClient)
  const lines: string[] = []
  const undo: (() => void)[] = []
  beforeAll(() => {
    manager.reset()
    manager.on(GetSecretValueCommand).resolves({ SecretString: first })
    undo.push(
      setEnvironment({
        AWS_REGION: 'ap-northeast-2',
        IEUM_STAGE: 'prod',
        IEUM_WEBHOOK_ENDPOINT: endpoint,
        IEUM_WEBHOOK_SECRET_ARN: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:crm',
      }),
    )
    sendLogTo((line) => void lines.push(line))
  })
  afterAll(() => {
    for (const step of undo) step()
    sendLogTo((line) => void process.stdout.write(`${line}\n`))
  })

  it('gives back what failed, counts it, and reads its secret once in five minutes', async () => {
    const { handler } = await import('../../functions/webhook-deliveries.ts')
    const event = eventOf()
    status = 500
    expect(await handler({ Records: [queued(event)] })).toEqual({
      batchItemFailures: [{ itemIdentifier: `message of ${event.id}` }],
    })
    status = 200
    expect(await handler({ Records: [queued(event)] })).toEqual({ batchItemFailures: [] })
    expect(manager.commandCalls(GetSecretValueCommand)).toHaveLength(1)
    const [failed, batch] = lines.map((line): Record<string, unknown> => JSON.parse(line))
    expect(failed).toMatchObject({
      event: 'webhook_failed',
      id: event.id,
      why: 'status_500',
      webhookFailures: 1,
    })
    expect(failed?.['_aws']).toMatchObject({
      CloudWatchMetrics: [
        { Namespace: 'ieum', Dimensions: [['stage']], Metrics: [{ Name: 'webhookFailures' }] },
      ],
    })
    expect(batch).toEqual({ consumer: 'webhook-deliveries', delivered: 0, failed: 1 })
    expect(lines.join()).not.toContain('whsec')
    expect(webhookDeliveries()).toBe(webhookDeliveries())
  })
})
