import { Readable } from 'node:stream'
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import * as sdk from '@aws-sdk/lib-dynamodb'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { describe, expect, it, vi } from 'vitest'
import * as ourDynamodb from '../../../lib/aws/clients/dynamodb.ts'
import * as our from '../../../lib/aws/clients/dynamodb-document.ts'
import * as ourEventbridge from '../../../lib/aws/clients/eventbridge.ts'
import * as ourS3 from '../../../lib/aws/clients/s3.ts'
import { createPresignedPost as ourForm } from '../../../lib/aws/clients/s3-presigned-post.ts'
import * as ourSecrets from '../../../lib/aws/clients/secrets-manager.ts'
import * as ourSes from '../../../lib/aws/clients/ses.ts'
import * as ourSns from '../../../lib/aws/clients/sns.ts'
import { fieldsOf } from '../../support/fields.ts'

/* What replaces the SDK in the bundles asks for the same as the SDK, and understands the same. */

interface Response {
  readonly statusCode: number
  readonly headers?: Record<string, string>
  readonly text: string
}

/** A handler that records requests and responds as told, as often as it is asked. */
function recorder({ statusCode, headers = {}, text }: Response) {
  const requests: object[] = []
  const handle = async (request: object) => {
    requests.push(request)
    return { response: { statusCode, headers, body: Readable.from([Buffer.from(text)]) } }
  }
  return { requests, handle }
}

/** The settings of both clients for a handler. */
const withHandler = ({ handle }: ReturnType<typeof recorder>, region = 'ap-northeast-2') => ({
  region,
  maxAttempts: 1,
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'session' },
  requestHandler: { handle },
})
type Settings = ReturnType<typeof withHandler>

/** What matters of a request. */
function told(request: object | undefined) {
  const { method, protocol, hostname, port, path, query, headers, body } = fieldsOf(request)
  const { host, 'content-type': type, 'x-amz-target': target } = fieldsOf(headers)
  const sent = { method, protocol, hostname, port, path, query, host, type, target }
  return type === 'application/x-www-form-urlencoded'
    ? { ...sent, form: Object.fromEntries(new URLSearchParams(String(body))) }
    : { ...sent, body: String(type).includes('json') ? JSON.parse(String(body)) : String(body) }
}

/** The signature of a request. The SDK's to the table are unsigned here. */
function signed(request: object | undefined) {
  const { authorization, 'x-amz-security-token': token } = fieldsOf(fieldsOf(request)['headers'])
  return { scope: /Credential=key\/\d+(\/[^,]+),/.exec(String(authorization))?.[1], token }
}

/** What matters of a result, or of an error. */
async function outcomeOf(sent: Promise<unknown>) {
  try {
    const { $metadata: _, ...result } = fieldsOf(await sent)
    return result
  } catch (error) {
    const { name, $fault, $metadata, Item, CancellationReasons } = fieldsOf(error)
    const message = error instanceof Error ? error.message : ''
    const status = fieldsOf($metadata)['httpStatusCode']
    return { name, message, $fault, status, Item, CancellationReasons }
  }
}

const done: Response = { statusCode: 200, text: '{}' }

/** Sends by the SDK and by ours, and expects the same request and the same outcome. Gives them. */
async function same(
  byTheSdk: (settings: Settings) => Promise<unknown>,
  byUs: (settings: Settings) => Promise<unknown>,
  { response = done, region }: { readonly response?: Response; readonly region?: string } = {},
) {
  const [theirs, ours] = [recorder(response), recorder(response)]
  const expected = await outcomeOf(byTheSdk(withHandler(theirs, region)))
  const outcome = await outcomeOf(byUs(withHandler(ours, region)))
  expect(told(ours.requests[0])).toEqual(told(theirs.requests[0]))
  expect(outcome).toEqual(expected)
  return { outcome, signed: [theirs, ours].map(({ requests }) => signed(requests[0])) }
}

/** The SDK writes into its options. */
const options = () => ({ marshallOptions: { removeUndefinedValues: true } })
const sdkTable = (settings: Settings) =>
  sdk.DynamoDBDocumentClient.from(new DynamoDBClient(settings), options())
const ourTable = (settings: Settings) =>
  our.DynamoDBDocumentClient.from(new ourDynamodb.DynamoDBClient(settings), options())

const Key = { PK: 'MEMBER#1', SK: 'PROFILE' }
const item = {
  ...Key,
  count: 12,
  share: 0.25,
  yes: true,
  nothing: null,
  absent: undefined,
  words: new Set(['a', '나']),
  list: [1, 'two', { three: [true] }],
  Key: { Item: 'an attribute named like a field' },
}
const wire = {
  PK: { S: 'MEMBER#1' },
  SK: { S: 'PROFILE' },
  count: { N: '12' },
  Key: { M: { Item: { S: 'x' } } },
}
const answered = (body: object): Response => ({ statusCode: 200, text: JSON.stringify(body) })

describe('a command of the table', () => {
  const TableName = 'table'
  const expression = {
    ExpressionAttributeNames: { '#Key': 'Key', '#count': 'count' },
    ExpressionAttributeValues: { ':item': item, ':count': 3 },
  }

  it('reads one item', async () => {
    const input = { TableName, Key, ConsistentRead: true }
    const { outcome } = await same(
      (settings) => sdkTable(settings).send(new sdk.GetCommand(input)),
      (settings) => ourTable(settings).send(new our.GetCommand(input)),
      { response: answered({ Item: wire }) },
    )
    expect(outcome).toEqual({ Item: { ...Key, count: 12, Key: { Item: 'x' } } })
  })

  it('reads many items, from a table with any name', async () => {
    const Keys: Record<string, unknown>[] = [Key]
    const input = { RequestItems: { Item: { Keys, ConsistentRead: true } } }
    await same(
      (settings) => sdkTable(settings).send(new sdk.BatchGetCommand(input)),
      (settings) => ourTable(settings).send(new our.BatchGetCommand(input)),
      { response: answered({ Responses: { Item: [wire] }, UnprocessedKeys: { Item: { Keys: [wire] } } }) },
    )
  })

  it.each([undefined, Key])('reads a page of items after %j', async (ExclusiveStartKey) => {
    const input = { TableName, KeyConditionExpression: '#PK = :PK', ExclusiveStartKey, ...expression }
    await same(
      (settings) => sdkTable(settings).send(new sdk.QueryCommand(input)),
      (settings) => ourTable(settings).send(new our.QueryCommand(input)),
      { response: answered({ Items: [wire, wire], Count: 2, LastEvaluatedKey: { PK: wire.PK } }) },
    )
    await same(
      (settings) =>
        sdkTable(settings).send(new sdk.ScanCommand({ TableName, ExclusiveStartKey, ...expression })),
      (settings) =>
        ourTable(settings).send(new our.ScanCommand({ TableName, ExclusiveStartKey, ...expression })),
      { response: answered({ Items: [wire, wire], Count: 2, LastEvaluatedKey: { PK: wire.PK } }) },
    )
  })

  it('changes and deletes an item', async () => {
    const input = { TableName, Key, ConditionExpression: '#Key = :item', ...expression }
    const response = answered({ Attributes: wire })
    await same(
      (settings) => sdkTable(settings).send(new sdk.UpdateCommand(input)),
      (settings) => ourTable(settings).send(new our.UpdateCommand(input)),
      { response },
    )
    await same(
      (settings) => sdkTable(settings).send(new sdk.DeleteCommand(input)),
      (settings) => ourTable(settings).send(new our.DeleteCommand(input)),
      { response },
    )
  })

  it('writes all or nothing', async () => {
    const input = {
      ClientRequestToken: 'token',
      TransactItems: [
        { Put: { TableName, Item: item, ...expression } },
        { Update: { TableName, Key, UpdateExpression: 'SET #count = :count', ...expression } },
        { Delete: { TableName, Key } },
        { ConditionCheck: { TableName, Key, ConditionExpression: '#Key = :item', ...expression } },
      ],
    }
    await same(
      (settings) => sdkTable(settings).send(new sdk.TransactWriteCommand(input)),
      (settings) => ourTable(settings).send(new our.TransactWriteCommand(input)),
    )
  })
})

describe('an error of the table', () => {
  const shape = 'com.amazonaws.dynamodb.v20120810#'
  const refused = (statusCode: number, body: object): Response => ({ statusCode, text: JSON.stringify(body) })

  it.each([
    refused(400, { __type: `${shape}ConditionalCheckFailedException`, message: 'failed', Item: wire }),
    refused(400, {
      __type: `${shape}TransactionCanceledException`,
      Message: 'cancelled',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: wire }],
    }),
    refused(400, { __type: `${shape}ProvisionedThroughputExceededException`, message: 'slow down' }),
    refused(400, { __type: 'com.amazon.coral.validate#ValidationException', message: 'invalid' }),
    refused(500, { __type: `${shape}InternalServerError`, message: 'broken' }),
    { statusCode: 400, headers: { 'x-amzn-errortype': 'ThrottlingException:http://x/' }, text: '{}' },
  ])('is the same error: %j', async (response) => {
    await same(
      (settings) => sdkTable(settings).send(new sdk.GetCommand({ TableName: 'table', Key })),
      (settings) => ourTable(settings).send(new our.GetCommand({ TableName: 'table', Key })),
      { response },
    )
  })

  it('has the class by which the store tells it', async () => {
    for (const [name, theirs, ours] of [
      [
        'ConditionalCheckFailedException',
        ConditionalCheckFailedException,
        ourDynamodb.ConditionalCheckFailedException,
      ],
      [
        'TransactionCanceledException',
        TransactionCanceledException,
        ourDynamodb.TransactionCanceledException,
      ],
    ] as const) {
      const settings = withHandler(recorder(refused(400, { __type: shape + name })))
      const get = { TableName: 'table', Key }
      await expect(sdkTable(settings).send(new sdk.GetCommand(get))).rejects.toBeInstanceOf(theirs)
      const again = withHandler(recorder(refused(400, { __type: shape + name })))
      await expect(ourTable(again).send(new our.GetCommand(get))).rejects.toBeInstanceOf(ours)
    }
  })

  it('from something in between that speaks no JSON is an outage', async () => {
    const settings = withHandler(recorder({ statusCode: 503, text: '<html>' }))
    const sent = ourTable(settings).send(new our.GetCommand({ TableName: 'table', Key }))
    await expect(sent).rejects.toMatchObject({ $fault: 'server', $metadata: { httpStatusCode: 503 } })
  })
})

describe('the other services', () => {
  const failure = {
    statusCode: 400,
    text: '<R><Error><Code>InvalidParameter</Code><Message>no</Message></Error></R>',
  }

  it('read a secret', async () => {
    const input = { SecretId: 'arn' }
    const compared = await same(
      (settings) => new SecretsManagerClient(settings).send(new GetSecretValueCommand(input)),
      (settings) =>
        new ourSecrets.SecretsManagerClient(settings).send(new ourSecrets.GetSecretValueCommand(input)),
      { response: answered({ SecretString: 'text' }) },
    )
    expect(compared.signed[1]).toEqual(compared.signed[0])
    expect(compared.signed[1]).toEqual({
      scope: '/ap-northeast-2/secretsmanager/aws4_request',
      token: 'session',
    })
  })

  it('publish events', async () => {
    const input = { Entries: [{ Source: 's', Detail: '{}', Time: new Date(1_700_000_000_123) }] }
    const compared = await same(
      (settings) => new EventBridgeClient(settings).send(new PutEventsCommand(input)),
      (settings) =>
        new ourEventbridge.EventBridgeClient(settings).send(new ourEventbridge.PutEventsCommand(input)),
      { response: answered({ Entries: [{ EventId: '1' }, { ErrorCode: 'x' }] }) },
    )
    expect(compared.signed[1]).toEqual(compared.signed[0])
  })

  it.each([{ statusCode: 200, text: '' }, failure])('send mails: %j', async (response) => {
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
    const input = {
      Source: '=?UTF-8?B?6rCA?= <no-reply@example.com>',
      Destination: { ToAddresses: ['one+two@example.com'] },
      Message: {
        Subject: utf8("인증 번호 (1) & 'two'*"),
        Body: { Text: utf8('a\nb'), Html: utf8('<p>~</p>') },
      },
    }
    const compared = await same(
      (settings) => new SESClient(settings).send(new SendEmailCommand(input)),
      (settings) => new ourSes.SESClient(settings).send(new ourSes.SendEmailCommand(input)),
      { response },
    )
    expect(compared.signed[1]).toEqual(compared.signed[0])
  })

  it.each([
    {
      PhoneNumber: '+821012345678',
      Message: '가 & 나',
      MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
    },
    { TopicArn: 'arn', Message: '{"a":1}' },
  ])('send texts, and tell a topic: %j', async (input) => {
    const compared = await same(
      (settings) => new SNSClient(settings).send(new PublishCommand(input)),
      (settings) => new ourSns.SNSClient(settings).send(new ourSns.PublishCommand(input)),
      { response: { statusCode: 200, text: '<PublishResponse></PublishResponse>' } },
    )
    expect(compared.signed[1]).toEqual(compared.signed[0])
  })

  it('know the error of a text', async () => {
    const client = new ourSns.SNSClient(withHandler(recorder(failure)))
    const sent = client.send(new ourSns.PublishCommand({ PhoneNumber: '1', Message: 'x' }))
    await expect(sent).rejects.toMatchObject({ name: 'InvalidParameter', message: 'no', $fault: 'client' })
  })

  const tagging = {
    Bucket: 'uploads',
    Key: 'owner/a b+c',
    Tagging: {
      TagSet: [
        { Key: 'state', Value: 'pending' },
        { Key: '<&', Value: '">' },
      ],
    },
  }

  it.each([
    { statusCode: 200, text: '' },
    { statusCode: 404, text: '<Error><Code>NoSuchKey</Code><Message>none</Message></Error>' },
    { statusCode: 503, text: '<Error><Code>SlowDown</Code><Message>later</Message></Error>' },
  ])('tag an upload: %j', async (response) => {
    const compared = await same(
      (settings) => new S3Client(settings).send(new PutObjectTaggingCommand(tagging)),
      (settings) => new ourS3.S3Client(settings).send(new ourS3.PutObjectTaggingCommand(tagging)),
      { response },
    )
    expect(compared.signed[1]).toEqual(compared.signed[0])
  })

  it('tag an upload with the same checksum', async () => {
    const [theirs, ours] = [recorder(done), recorder(done)]
    await new S3Client(withHandler(theirs)).send(new PutObjectTaggingCommand(tagging))
    await new ourS3.S3Client(withHandler(ours)).send(new ourS3.PutObjectTaggingCommand(tagging))
    const [expected, checksum] = [theirs, ours].map(
      ({ requests: [request] }) => fieldsOf(fieldsOf(request)['headers'])['x-amz-checksum-crc32'],
    )
    expect(checksum).toEqual(expected)
    expect(checksum).toEqual(expect.any(String))
  })

  it('sign a form', async () => {
    vi.useFakeTimers({ now: new Date('2026-01-02T03:04:05.678Z'), toFake: ['Date'] })
    const input = {
      Bucket: 'uploads',
      Key: 'owner/photo',
      Expires: 300,
      Fields: { 'Content-Type': 'image/png', tagging: '<Tagging/>' },
    }
    const range: ['content-length-range', number, number] = ['content-length-range', 1, 500]
    const settings = withHandler(recorder(done))
    const expected = await createPresignedPost(new S3Client(settings), { ...input, Conditions: [range] })
    const form = await ourForm(new ourS3.S3Client(settings), { ...input, Conditions: [range] }).finally(() =>
      vi.useRealTimers(),
    )
    expect(form).toEqual(expected)
  })
})

describe('a request', () => {
  const secret = { SecretId: 'arn' }
  const tagging = { Bucket: 'uploads', Key: 'key', Tagging: { TagSet: [] } }
  const mail = { Source: 'a@b.c', Destination: {}, Message: { Subject: { Data: '' }, Body: {} } }
  const services: readonly (readonly [
    (settings: Settings) => Promise<unknown>,
    (settings: Settings) => Promise<unknown>,
  ])[] = [
    [
      (settings) => sdkTable(settings).send(new sdk.GetCommand({ TableName: 'table', Key })),
      (settings) => ourTable(settings).send(new our.GetCommand({ TableName: 'table', Key })),
    ],
    [
      (settings) => new SecretsManagerClient(settings).send(new GetSecretValueCommand(secret)),
      (settings) =>
        new ourSecrets.SecretsManagerClient(settings).send(new ourSecrets.GetSecretValueCommand(secret)),
    ],
    [
      (settings) => new EventBridgeClient(settings).send(new PutEventsCommand({ Entries: [] })),
      (settings) =>
        new ourEventbridge.EventBridgeClient(settings).send(
          new ourEventbridge.PutEventsCommand({ Entries: [] }),
        ),
    ],
    [
      (settings) => new S3Client(settings).send(new PutObjectTaggingCommand(tagging)),
      (settings) => new ourS3.S3Client(settings).send(new ourS3.PutObjectTaggingCommand(tagging)),
    ],
    [
      (settings) => new SESClient(settings).send(new SendEmailCommand(mail)),
      (settings) => new ourSes.SESClient(settings).send(new ourSes.SendEmailCommand(mail)),
    ],
    [
      (settings) => new SNSClient(settings).send(new PublishCommand({ Message: 'x' })),
      (settings) => new ourSns.SNSClient(settings).send(new ourSns.PublishCommand({ Message: 'x' })),
    ],
  ]

  /** Expects each client to send to the same place. */
  async function goesToTheSamePlace(region: string) {
    for (const clients of services) {
      const places: object[] = []
      for (const send of clients) {
        const record = recorder(done)
        await outcomeOf(send(withHandler(record, region)))
        const { protocol, hostname, port, path } = fieldsOf(record.requests[0])
        places.push({ protocol, hostname, port, path })
      }
      expect(places[1]).toEqual(places[0])
    }
  }

  it.each([
    'ap-northeast-2',
    'us-east-1',
    'cn-north-1',
    'us-gov-west-1',
    'eusc-de-east-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'us-isof-south-1',
    'eu-isoe-west-1',
  ])('goes to the host of the region %s', async (region) => {
    await goesToTheSamePlace(region)
  })

  it.each([
    ['AWS_ENDPOINT_URL', 'http://127.0.0.1:4566/aws/', 'us-east-1'],
    ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'https://secrets.example.com', 'us-east-1'],
    ['AWS_ENDPOINT_URL_DYNAMODB', 'https://table.example.com:8443', 'us-east-1'],
    ['AWS_USE_FIPS_ENDPOINT', 'true', 'us-east-1'],
    ['AWS_USE_FIPS_ENDPOINT', 'true', 'us-gov-west-1'],
  ])('goes where %s=%s says, in %s', async (name, value, region) => {
    vi.stubEnv(name, value)
    await goesToTheSamePlace(region).finally(() => vi.unstubAllEnvs())
  })

  it('is sent again while its error passes and attempts are left', async () => {
    for (const [statusCode, attempts] of [
      [500, 3],
      [400, 1],
    ] as const) {
      const ours = recorder({ statusCode, text: '{"__type":"Any"}' })
      const client = new ourSecrets.SecretsManagerClient({ ...withHandler(ours), maxAttempts: 3 })
      await expect(client.send(new ourSecrets.GetSecretValueCommand(secret))).rejects.toMatchObject({
        name: 'Any',
      })
      expect(ours.requests).toHaveLength(attempts)
    }
  })
})
