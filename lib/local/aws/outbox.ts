import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import { portOf } from '../../stand-ins/host/port-of.ts'
import { localFailureTopic } from '../environment.ts'
import { type PublishedText, startSns } from './sns.ts'

/** A sent mail or text. */
export interface SentMessage {
  readonly channel: 'email' | 'sms'
  readonly to: string
  readonly subject?: string
  readonly text?: string
  readonly html?: string
  /** RFC 3339. */
  readonly sentAt: string
}

/** Running stand-ins for SES and SNS. */
export interface Outbox {
  /** The endpoint of SES for the AWS SDK. */
  readonly endpoint: string
  /** The endpoint of SNS for the AWS SDK. */
  readonly smsEndpoint: string
  /** All messages since the start, newest last. */
  messages(): Promise<readonly SentMessage[]>
  /** The messages that the courier gave up, as JSON. */
  failures(): readonly string[]
  stop(): Promise<void>
}

const storeSchema = v.object({
  emails: v.array(
    v.object({
      destination: v.object({ to: v.array(v.string()) }),
      subject: v.string(),
      body: v.object({ text: v.optional(v.string()), html: v.optional(v.string()) }),
      at: v.number(),
    }),
  ),
})

/** Starts stand-ins for SES and SNS on free ports of this machine. No message leaves the machine. */
export async function startOutbox(): Promise<Outbox> {
  const [server, sns] = await Promise.all([startSes(), startSns(localFailureTopic)])
  const endpoint = `http://127.0.0.1:${portOf(server)}`
  // The SES stand-in keeps its mails per process, so mails of an earlier start are still there.
  await fetch(`${endpoint}/clear-store`, { method: 'POST' })
  return {
    endpoint,
    smsEndpoint: sns.endpoint,
    messages: async () => inOrder([...(await readMessages(endpoint)), ...sns.messages().map(textMessage)]),
    failures: sns.onTopic,
    stop: async () => {
      await sns.stop()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/** The SES stand-in has whole seconds only, so texts get whole seconds too and sort among the mails. */
const textMessage = ({ to, text, at }: PublishedText): SentMessage => ({
  channel: 'sms',
  to,
  text,
  sentAt: new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString(),
})

const inOrder = (messages: readonly SentMessage[]): readonly SentMessage[] =>
  messages.toSorted((a, b) => a.sentAt.localeCompare(b.sentAt))

/** The package is CommonJS and slow to load, so it loads on demand. */
async function startSes(): Promise<Server> {
  const ses: typeof import('aws-ses-v2-local') = createRequire(import.meta.url)('aws-ses-v2-local')
  const server = await ses.default({ host: '127.0.0.1', port: 0 })
  knowIdentities(server)
  return server
}

/** The package knows no `GetEmailIdentity` (Amazon SES API v2). Here, SES lets every identity send. */
function knowIdentities(server: Server): void {
  const others = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET' && request.url?.startsWith('/v2/email/identities/')) {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ IdentityType: 'DOMAIN', VerifiedForSendingStatus: true }))
    } else {
      for (const respond of others) respond.call(server, request, response)
    }
  })
}

async function readMessages(endpoint: string): Promise<readonly SentMessage[]> {
  const response = await fetch(`${endpoint}/store`)
  const { emails } = v.parse(storeSchema, await response.json())
  return emails.flatMap(({ destination, subject, body, at }) =>
    destination.to.map((to) => ({
      channel: 'email' as const,
      to,
      subject,
      ...defined({ text: body.text, html: body.html }),
      sentAt: new Date(at * 1000).toISOString(),
    })),
  )
}
