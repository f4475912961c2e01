import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { portOf } from '../../stand-ins/host/port-of.ts'

/** A published text. */
export interface PublishedText {
  readonly to: string
  readonly text: string
  readonly at: Date
}

/** A running stand-in for SNS. */
export interface SnsStandIn {
  /** The endpoint of SNS for the AWS SDK. */
  readonly endpoint: string
  /** All texts so far, newest last. */
  messages(): readonly PublishedText[]
  /** What was published to the topic, newest last. */
  onTopic(): readonly string[]
  stop(): Promise<void>
}

const maxTextLength = 1600

/**
 * Starts a stand-in for Amazon SNS on a free port of this machine. It supports `Publish` to a phone number in
 * E.164, and to one topic (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). Nothing leaves the machine.
 */
export async function startSns(topicArn: string): Promise<SnsStandIn> {
  const published: PublishedText[] = []
  const onTopic: string[] = []
  const server = createServer((request, response) => {
    respond(request, { topicArn, published, onTopic }).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body),
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    messages: () => published,
    onTopic: () => onTopic,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface PublishCall {
  readonly topicArn: string
  readonly published: PublishedText[]
  readonly onTopic: string[]
}

async function respond(request: IncomingMessage, { topicArn, published, onTopic }: PublishCall) {
  const form = new URLSearchParams(await textOf(request))
  const [to, text] = [form.get('PhoneNumber') ?? '', form.get('Message') ?? '']
  const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true
  if (!isSigned) return fault(403, 'MissingAuthenticationToken')
  if (form.get('Action') !== 'Publish') return fault(400, 'InvalidAction')
  if (text === '' || text.length > maxTextLength) return fault(400, 'InvalidParameter')
  if (form.get('TopicArn') === topicArn && to === '') {
    onTopic.push(text)
    return accepted()
  }
  if (form.has('TopicArn') || form.has('TargetArn')) return fault(403, 'AuthorizationError')
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return fault(400, 'InvalidParameter')
  published.push({ to, text, at: new Date() })
  return accepted()
}

function accepted() {
  const id = randomUUID()
  return {
    status: 200,
    body: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishResponse>`,
  }
}

const fault = (status: number, code: string) => ({
  status,
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
})
