import { S3Client } from '@aws-sdk/client-s3'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Handler } from '../../lib/http/door.ts'
import { sendLogTo } from '../../lib/http/log/log.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { kakaoCast, kakaoTerms } from '../../lib/stand-ins/kakao/cast.ts'
import { type KakaoStandIn, startKakaoStandIn } from '../../lib/stand-ins/kakao/stand-in.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { type SecretKind, secretKinds, splitSecret } from '../../lib/tokens/stored-secret.ts'
import { profileWithPhotos } from '../attributes/schemas.ts'
import { awsDouble } from '../support/aws-double.ts'
import { context, eventOf, type Sent } from '../support/events.ts'
import { fieldsOf } from '../support/fields.ts'
import { notGranted } from '../support/granted-actions.ts'
import { sure } from '../support/people.ts'
import { stageWith } from '../support/stage.ts'
import { origin, stage } from '../support/world.ts'

/** Every client of AWS that a door can reach. A client responds only as the test says. */
export const dynamo = awsDouble(DynamoDBDocumentClient)
export const secretsManager = awsDouble(SecretsManagerClient)
export const s3 = awsDouble(S3Client)

export const tableName = 'members'
export const uploadBucket = 'uploads'
const arnOf = (kind: SecretKind) =>
  `arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:ieum/test/${kind}`
/** The stage's two secrets. */
export const secretArns = secretKinds.map(arnOf)
const kakaoApp = {
  clientId: 'rest-api-key',
  clientSecret: 'client-secret-that-stays-here',
  adminKey: 'admin-key-that-stays-here',
  appId: '1000001',
  nativeClientId: 'native-key',
}

/** Our credentials at the identity gateway. */
export const gatewaySecret = 'api-secret-that-stays-here'

let secretTexts: Readonly<Record<SecretKind, string>> = { keys: '', lookup: '' }

/** Secrets Manager fails once, and then recovers. */
export function failSecretsManagerOnce(error: Error): void {
  secretsManager
    .on(GetSecretValueCommand, { SecretId: arnOf('keys') })
    .rejectsOnce(error)
    .resolves({ SecretString: secretTexts.keys })
}

/** The surroundings of the doors in these tests. */
export interface Doorstep {
  readonly kakao: KakaoStandIn
  /** Every line of the log since the test began. */
  readonly lines: readonly string[]
}

/** The response of a door. `body` is empty unless the response is JSON. */
export interface TestResponse {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly cookies: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
}

/**
 * Starts an own Kakao stand-in for the tests of a file. Gives each test a fresh container, a stage with its secret in
 * Secrets Manager, and an empty table that accepts everything.
 */
export function openDoors(): Doorstep {
  const lines: string[] = []
  const undo: (() => unknown)[] = []
  let kakao: KakaoStandIn | undefined
  beforeAll(async () => {
    const redirectUris = [
      `${origin}/callback/kakao`,
      ...stage.clients.flatMap((client) => client.redirectUris),
    ]
    const clients = { ...kakaoApp, redirectUris, serviceTerms: kakaoTerms }
    const started = await startKakaoStandIn({ personas: kakaoCast, clients })
    kakao = started
    undo.push(() => started.stop(), setEnvironment(environmentOf(started)))
    sendLogTo((line) => void lines.push(line))
    undo.push(() => sendLogTo((line) => void process.stdout.write(`${line}\n`)))
    const credentials = {
      KAKAO_CLIENT_SECRET: kakaoApp.clientSecret,
      KAKAO_ADMIN_KEY: kakaoApp.adminKey,
      IDENTITY_GATEWAY_API_SECRET: gatewaySecret,
    }
    secretTexts = splitSecret({ keys: await makeKeys(new Date()), credentials })
  })
  beforeEach(() => {
    forgetWorld()
    dynamo.reset()
    dynamo.onAnyCommand().resolves({})
    secretsManager.reset()
    s3.reset()
    s3.onAnyCommand().resolves({})
    for (const kind of secretKinds) {
      const SecretString = secretTexts[kind]
      secretsManager.on(GetSecretValueCommand, { SecretId: arnOf(kind) }).resolves({ SecretString })
    }
  })
  afterEach(() => {
    kakao?.heal()
    lines.length = 0
  })
  afterAll(async () => {
    for (const step of undo.toReversed()) await step()
  })
  return {
    get kakao() {
      return sure(kakao, 'Kakao')
    },
    lines,
  }
}

const environmentOf = (kakao: KakaoStandIn) => ({
  AWS_REGION: 'ap-northeast-2',
  AWS_ACCESS_KEY_ID: 'access-key',
  AWS_SECRET_ACCESS_KEY: 'secret-key',
  IEUM_TABLE: tableName,
  IEUM_UPLOAD_BUCKET: uploadBucket,
  IEUM_SECRETS: undefined,
  IEUM_KEYS_ARN: arnOf('keys'),
  IEUM_LOOKUP_ARN: arnOf('lookup'),
  IEUM_STAGE_JSON: JSON.stringify(
    stageWith({
      origin,
      clients: stage.clients,
      terms: stage.terms.map(({ term }) => term),
      attributes: { ...profileWithPhotos, required: [] },
      providers: { kakao: kakaoSettings(kakao) },
    }),
  ),
})

const kakaoSettings = ({ origin: kakaoOrigin }: KakaoStandIn) => ({
  clientId: kakaoApp.clientId,
  appId: kakaoApp.appId,
  nativeKeys: [kakaoApp.nativeClientId],
  authOrigin: kakaoOrigin,
  apiOrigin: kakaoOrigin,
})

/** Calls a door as the gateway does. */
export async function call(handler: Handler, routeKey: string, sent: Sent = {}): Promise<TestResponse> {
  const before = dynamo.calls().length
  const {
    statusCode,
    headers = {},
    cookies = [],
    body = '',
  } = await handler(eventOf(routeKey, sent), context)
  expect(notGranted(routeKey, dynamo.calls().slice(before))).toEqual([])
  const isJson = String(headers['content-type']).includes('json')
  const value: unknown = isJson && body !== '' ? JSON.parse(body) : {}
  return { status: statusCode, headers, cookies, body: { ...fieldsOf(value) }, text: body }
}

/** A cookie of a response, as the browser sends it back. */
export const cookieOf = ({ cookies }: TestResponse, prefix: string): string =>
  sure(cookies.find((cookie) => cookie.startsWith(prefix))?.split(';')[0], prefix)

const withoutIds = (text: string): string =>
  text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>').replace(/[\w-]{43}/g, '<secret>')

interface Conditional {
  readonly Key?: Record<string, unknown> | undefined
  readonly Item?: Record<string, unknown> | undefined
  readonly ConditionExpression?: string | undefined
}

const told = (verb: string, { Key, Item, ConditionExpression }: Conditional): string => {
  const { PK } = Key ?? Item ?? {}
  const { SK } = Key ?? Item ?? {}
  return withoutIds(
    `${verb} ${PK} ${SK}${ConditionExpression === undefined ? '' : ` if ${ConditionExpression}`}`,
  )
}

const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input)

/** The sent transactions, each write as `Put KEY if CONDITION`, without ids and secrets. */
export const written = (): readonly (readonly string[])[] =>
  transactions().map(({ TransactItems = [] }) =>
    TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => [
      ...(Put ? [told('Put', Put)] : []),
      ...(Update ? [told('Update', Update)] : []),
      ...(Delete ? [told('Delete', Delete)] : []),
      ...(ConditionCheck ? [told('Check', ConditionCheck)] : []),
    ]),
  )

/** The tables of the transactions, and their idempotency tokens. */
export const tablesWritten = (): readonly unknown[] =>
  transactions().flatMap(({ TransactItems = [] }) =>
    TransactItems.flatMap((item) => Object.values(item).map((write) => write?.TableName)),
  )

/** The last put item of a kind, which a later read would find. */
export const lastPut = (kind: string): Record<string, unknown> =>
  sure(
    transactions()
      .flatMap(({ TransactItems = [] }) => TransactItems.flatMap(({ Put }) => Put?.Item ?? []))
      .findLast((item) => item['kind'] === kind),
    kind,
  )
