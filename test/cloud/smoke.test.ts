import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environmentOf } from '../../lib/cloud/functions/door-environment.ts'
import { consumers } from '../../lib/routes/consumers.ts'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { type LambdaWork, routes } from '../../lib/routes/routes.ts'
import type { Route } from '../../lib/routes/shape.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { splitSecret } from '../../lib/tokens/stored-secret.ts'
import { profileWithPhotos } from '../attributes/schemas.ts'
import { bundlesWith, type PathOf } from '../support/bundles.ts'
import { freshTable } from '../support/database.ts'
import { runInLambda } from '../support/runtime-api.ts'
import { propertiesOf, stageNamed, synthesise } from './synth.ts'

/*
 * Every function as it is deployed: bundled, in a process of its own, with the environment of the stack and nothing else,
 * called by Lambda's Runtime API. Only the services of AWS are doubles.
 */

const origin = 'https://auth.example.com'
const page = 'https://www.example.com'
interface Sent {
  readonly status: number
  readonly query?: string
  readonly body?: object
}

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const verifier = 'dBjftJeZ4CVP-mB92K9uhbUYEeSwjA3sEnOZWbKEDiE'
const token = 'e30.e30.e30'

/** One request to each door, and its status. Those of a signed-in member come with a token that is none. */
const doors: Readonly<Record<string, Sent>> = {
  'GET /login/{provider}': {
    status: 302,
    query: new URLSearchParams({
      clientId: 'web',
      redirectUri: `${page}/done`,
      codeChallenge: challenge,
      state: 's',
    }).toString(),
  },
  'POST /login/{provider}': {
    status: 200,
    body: { clientId: 'web', redirectUri: `${page}/done`, codeChallenge: challenge },
  },
  'POST /login/password': {
    status: 401,
    body: { clientId: 'web', identifier: 'nobody@example.com', password: 'a boat on the river' },
  },
  'POST /login/code': { status: 401, body: { clientId: 'web', verificationToken: token } },
  'POST /login/passkey/options': { status: 404, body: { clientId: 'web' } },
  'POST /login/passkey': {
    status: 404,
    body: {
      transaction: token,
      credential: {
        id: challenge,
        type: 'public-key',
        response: { clientDataJSON: 'a', authenticatorData: 'a', signature: 'a' },
      },
    },
  },
  'POST /verification': {
    status: 202,
    body: { channel: 'email', to: 'nobody@example.com', purpose: 'sign_in' },
  },
  'POST /verification/confirm': {
    status: 400,
    body: { verificationId: '01a22e20-0000-7000-8000-000000000000', code: '123456' },
  },
  'GET /callback/{provider}': { status: 400, query: 'code=c&state=s' },
  'POST /callback/{provider}': {
    status: 400,
    body: { transaction: token, codeVerifier: verifier, code: 'c', state: 's' },
  },
  'POST /token': {
    status: 400,
    body: { ticket: '01a22e20-0000-7000-8000-000000000000', codeVerifier: verifier },
  },
  'POST /register': {
    status: 401,
    body: { registerToken: token, codeVerifier: verifier, provider: 'kakao', subject: '1', consents: [] },
  },
  'POST /uploads': { status: 401, body: { contentType: 'image/png' } },
  'POST /link': { status: 401, body: { linkToken: token, codeVerifier: verifier, consent: true } },
  'POST /unlink': { status: 401, body: { provider: 'kakao' } },
  'POST /identity-verification': { status: 404, body: { codeChallenge: challenge } },
  'POST /identity-verification/confirm': {
    status: 404,
    body: { identityVerificationId: 'x', codeVerifier: verifier },
  },
  'POST /logout': { status: 204, body: {} },
  'GET /me': { status: 401 },
  'PATCH /me': { status: 401, body: { nickname: 'n' } },
  'POST /me/passkeys/options': { status: 404, body: {} },
  'POST /me/passkeys': {
    status: 404,
    body: {
      transaction: token,
      credential: {
        id: challenge,
        type: 'public-key',
        response: { clientDataJSON: 'a', attestationObject: 'a' },
      },
    },
  },
  'PATCH /me/passkeys/{id}': { status: 401, body: { name: 'n' } },
  'DELETE /me/passkeys/{id}': { status: 401 },
  'POST /me/deactivate': { status: 401, body: {} },
  'DELETE /me': { status: 401 },
  'POST /reactivate': { status: 401, body: { token } },
  'GET /terms': { status: 200 },
  'GET /me/consents': { status: 401 },
  'POST /me/consents': { status: 401, body: { consents: [{ tag: 'a', version: '1', agreed: true }] } },
  'GET /me/sessions': { status: 401 },
  'DELETE /me/sessions/{id}': { status: 401 },
  'GET /webhooks/{provider}': { status: 401 },
  'POST /webhooks/{provider}': { status: 415 },
  'GET /service/members': { status: 200, query: 'email=nobody%40example.com' },
  'GET /service/members/{id}': { status: 404 },
  'GET /service/members/{id}/history': { status: 404 },
  'POST /service/members/{id}/suspend': { status: 404, body: {} },
  'POST /service/members/{id}/unsuspend': { status: 404, body: {} },
  'POST /service/members/{id}/deactivate': { status: 404, body: {} },
  'POST /service/members/{id}/reactivate': { status: 404, body: {} },
  'POST /service/members/{id}/close': { status: 404, body: {} },
  'POST /service/members/{id}/sign-out': { status: 404, body: {} },
  'POST /service/members/{id}/unlink': { status: 404, body: { provider: 'kakao' } },
  'POST /service/members/{id}/remove-passkey': {
    status: 404,
    body: { passkey: '019a0000-0000-7000-8000-000000000000' },
  },
  'GET /.well-known/jwks.json': { status: 200 },
  'GET /.well-known/openid-configuration': { status: 200 },
  'GET /.well-known/oauth-authorization-server': { status: 200 },
  'GET /login': { status: 200 },
  'GET /openapi.json': { status: 200 },
  'GET /problems/{code}': { status: 200 },
  'GET /health': { status: 200 },
}

const parameters = { provider: 'kakao', code: 'not_found', id: '01a22e20-0000-7000-8000-000000000000' }

/** An event of API Gateway (payload format 2.0). */
function eventOf(routeKey: string, { query = '', body }: Sent) {
  const [method = '', path = ''] = routeKey.split(' ')
  const rawPath = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof parameters) => parameters[name])
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: query,
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    pathParameters: parameters,
    headers: {
      host: 'auth.example.com',
      origin: page,
      authorization: 'Bearer none',
      ...(body && { 'content-type': 'application/json' }),
    },
    requestContext: {
      requestId: 'request',
      routeKey,
      stage: '$default',
      authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:user/hana' } },
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'smoke' },
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ieum-smoke-'))
const arnOf = (kind: 'keys' | 'lookup') =>
  `arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ieum/dev/${kind}-AbCdEf`
const hooks = join(folder, 'hooks.ts')
writeFileSync(hooks, 'export default {}')
const stage = stageNamed('dev', {
  origin,
  clients: [{ id: 'web', type: 'web', redirectUris: [`${page}/done`], origins: [page] }],
  providers: { kakao: { clientId: 'rest-key', appId: '1' } },
  attributes: profileWithPhotos,
})

let aws: Server
let hanging: Server
let pathOf: PathOf
let environment: Readonly<Record<string, string>>
let tableName: string

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${portOf(server)}`
}

beforeAll(async () => {
  const table = await freshTable()
  tableName = table.tableName
  const credentials = { KAKAO_ADMIN_KEY: 'admin', KAKAO_CLIENT_SECRET: 'secret' }
  const texts = splitSecret({ keys: await makeKeys(new Date()), credentials })
  aws = createServer(async (incoming, outgoing) => {
    let text = ''
    for await (const chunk of incoming) text += String(chunk)
    const kind = text.includes('/lookup-') ? 'lookup' : 'keys'
    const signing = `whsec_${Buffer.alloc(32, 'a').toString('base64')}`
    outgoing.end(JSON.stringify({ SecretString: text.includes('secret:webhook') ? signing : texts[kind] }))
  })
  hanging = createServer(() => {})
  environment = {
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: 'access-key',
    AWS_SECRET_ACCESS_KEY: 'secret-key',
    AWS_ENDPOINT_URL: await listen(aws),
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  }
  pathOf = await bundlesWith(folder, stage)
  // Bundling every function takes its time on a busy machine.
}, 240_000)
afterAll(() => {
  rmSync(folder, { recursive: true })
  for (const server of [aws, hanging]) {
    server.closeAllConnections()
    server.close()
  }
})

/** Runs one function as it is deployed. */
const run = (
  work: LambdaWork,
  events: readonly unknown[],
  more: Readonly<Record<string, string>> = {},
  inFolder = dirname(pathOf(work.id)),
) =>
  runInLambda(
    inFolder,
    {
      ...environment,
      ...environmentOf(work, {
        stage,
        origin,
        tableName,
        ledgerName: 'erased',
        keysArn: arnOf('keys'),
        lookupArn: arnOf('lookup'),
        busName: 'bus',
        uploadBucket: 'uploads',
        failureTopicArn: 'arn:aws:sns:ap-northeast-2:123456789012:failures',
      }),
      ...more,
    },
    events,
  )

describe('every door of a deployed function', () => {
  it('stands in this list', () => {
    const keys = Object.values<Route>(routes).flatMap((route) =>
      route.doors.map(({ method, path }) => `${method} ${path}`),
    )
    expect(Object.keys(doors).toSorted()).toEqual(keys.toSorted())
  })

  it.concurrent.each(Object.values<Route & LambdaWork>(routes))(
    'responds, and leaves one line for each request: $id',
    async (route) => {
      const keys = route.doors.map(({ method, path }) => `${method} ${path}`)
      const sent = keys.map((key) => ({ key, ...(doors[key] ?? { status: 0 }) }))
      const results = await run(
        route,
        sent.map(({ key, ...door }) => eventOf(key, door)),
      )
      const lines = results[0]?.lines ?? []
      expect(
        results.map(({ kind, value }) => ({ kind, value })),
        lines.join('\n'),
      ).toMatchObject(sent.map(({ status }) => ({ kind: 'response', value: { statusCode: status } })))
      const requests = lines
        .map((line): unknown => JSON.parse(line))
        .filter((line) => JSON.stringify(line).includes('"route"'))
      expect(requests).toMatchObject(sent.map(({ status }) => ({ route: route.id, stage: 'dev', status })))
    },
  )
})

describe('a deployed function that starts', () => {
  /** A double of AWS that fails as often as told, and the operations that it was asked for. */
  async function flaky(failures: number) {
    const asked: string[] = []
    const server = createServer(async (incoming, outgoing) => {
      asked.push(String(incoming.headers['x-amz-target']).replace(/^.*\./, ''))
      if (asked.length <= failures) outgoing.writeHead(500).end()
      else aws.emit('request', incoming, outgoing)
    })
    doubles.push(server)
    return { asked, AWS_ENDPOINT_URL: await listen(server) }
  }
  const doubles: Server[] = []
  afterAll(() => {
    for (const server of doubles) server.close().closeAllConnections()
  })

  const key = 'GET /me'
  const event = () => eventOf(key, doors[key] ?? { status: 0 })

  it.concurrent('has read its secrets, and asked the table, before it takes a request', async () => {
    const { asked, ...environment } = await flaky(0)
    expect(
      await run(routes.me, [], { ...environment, AWS_ENDPOINT_URL_DYNAMODB: environment.AWS_ENDPOINT_URL }),
    ).toEqual([])
    expect(asked).toEqual(['GetSecretValue', 'GetSecretValue', 'GetItem'])
  })

  it.concurrent('starts without a secret that it cannot read, and responds once it can', async () => {
    const { asked, ...environment } = await flaky(4)
    const [result] = await run(routes.me, [event()], environment)
    expect(asked.length).toBeGreaterThan(4)
    expect(result, result?.lines.join('\n')).toMatchObject({ kind: 'response', value: { statusCode: 401 } })
  })

  it.concurrent('says of a secret that it never can read at its first request', async () => {
    const [result] = await run(routes.me, [event()], await flaky(1_000).then(({ asked: _, ...rest }) => rest))
    expect(result, result?.lines.join('\n')).toMatchObject({ kind: 'response', value: { statusCode: 503 } })
  })

  it.concurrent('starts within its bound beside a table that never responds', async () => {
    const started = performance.now()
    const server = createServer(() => {})
    doubles.push(server)
    const hangs = { AWS_ENDPOINT_URL_DYNAMODB: await listen(server) }
    expect(await run(routes.me, [], hangs)).toEqual([])
    expect(performance.now() - started).toBeGreaterThan(2_000)
  })
})

describe('a deployed function that reads a phone number', () => {
  it.concurrent.each([
    ['010-1234-5678', 202],
    ['02-123-4567', 400],
  ])('knows the numbering plans: %s', async (to, statusCode) => {
    const body = { channel: 'sms', to, purpose: 'sign_in' }
    const [result] = await run(routes.verification, [eventOf('POST /verification', { status: 0, body })])
    expect(result?.value, result?.lines.join('\n')).toMatchObject({ statusCode })
  })
})

describe('every other deployed function', () => {
  it.concurrent('sweeps, delivers what is due, and takes records of the stream', async () => {
    const [swept, delivered, published] = await Promise.all([
      run(jobs.sweep, [{}]),
      run(listeners.courier, [{}, { Records: [] }]),
      run(listeners.publish, [{ Records: [] }]),
      run(subscribers['mail-failures'], [{ Records: [] }]),
    ])
    expect(swept, swept[0]?.lines.join('\n')).toMatchObject([
      { kind: 'response', value: { overdueSeconds: 0 } },
    ])
    for (const { kind, value, lines } of [...delivered, ...published]) {
      expect({ kind, value }, lines.join('\n')).toEqual({
        kind: 'response',
        value: { batchItemFailures: [] },
      })
    }
  })
})

describe('a deployed function whose table never responds', () => {
  it.concurrent('gives up by itself, with a problem that a page can read', async () => {
    const key = 'POST /verification'
    const hangs = { AWS_ENDPOINT_URL_DYNAMODB: await listen(hanging) }
    const [result] = await run(routes.verification, [eventOf(key, doors[key] ?? { status: 0 })], hangs)
    expect(result?.value, result?.lines.join('\n')).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '1', 'access-control-allow-origin': page },
    })
  })
})

describe('the function of a signed webhook', () => {
  it.concurrent('posts by itself, and gives back what nobody took', async () => {
    const receiver = createServer((_, response) => void response.writeHead(503).end())
    const environment = {
      IEUM_WEBHOOK_ENDPOINT: await listen(receiver),
      IEUM_WEBHOOK_SECRET_ARN: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:webhook',
    }
    const body = JSON.stringify({ detail: { id: 'e', type: 'member.erased', occurredAt: 'now' } })
    const event = { Records: [{ messageId: 'one', body }] }
    const [result] = await run(consumers['webhook-deliveries'], [event], environment)
    receiver.close()
    expect(result?.value, result?.lines.join('\n')).toEqual({
      batchItemFailures: [{ itemIdentifier: 'one' }],
    })
    expect(result?.lines.join()).toContain('"why":"status_503"')
  })
})

describe('a hook that fails in a deployed function', () => {
  it.concurrent('moves the very metric whose alarm the stack has', async () => {
    const folderOf = dirname(pathOf('password-login'))
    const other = `${folderOf}-hooked`
    cpSync(folderOf, other, { recursive: true })
    const settings = JSON.parse(readFileSync(join(other, 'stage.json'), 'utf8'))
    writeFileSync(join(other, 'stage.json'), JSON.stringify({ ...settings, hooks: 'hooks.cjs' }))
    writeFileSync(
      join(other, 'hooks.cjs'),
      "module.exports = { default: { legacySignIn() { throw new Error('down') } } }",
    )
    const key = 'POST /login/password'
    const [result] = await run(
      routes['password-login'],
      [eventOf(key, doors[key] ?? { status: 0 })],
      {},
      other,
    )
    const { statusCode, body } = Object(result?.value)
    expect([statusCode, JSON.parse(body).code], result?.lines.join('\n')).toEqual([503, 'hook_failed'])
    const written = (result?.lines ?? [])
      .map((line) => JSON.parse(line))
      .filter((line) => 'hookFailures' in line)
    expect(written).toHaveLength(1)
    const [{ _aws: emf, ...values }] = written
    const [{ Namespace, Dimensions, Metrics }] = emf.CloudWatchMetrics
    const alarms = propertiesOf(synthesise('dev', { hooks }).template, 'AWS::CloudWatch::Alarm')
    const [alarm] = alarms.filter(({ AlarmDescription }) => AlarmDescription.endsWith('#a-hook-fails'))
    expect(
      alarm.Metrics.map((one: { MetricStat?: { Metric: object } }) => one.MetricStat?.Metric),
    ).toContainEqual({
      Namespace,
      MetricName: Metrics[0].Name,
      Dimensions: Dimensions[0]
        .map((name: string) => ({ Name: name, Value: values[name] }))
        .toSorted((a: { Name: string }, b: { Name: string }) => a.Name.localeCompare(b.Name)),
    })
    expect(values[Metrics[0].Name]).toBe(1)
    const without = propertiesOf(synthesise('dev').template, 'AWS::CloudWatch::Alarm')
    expect(without.filter(({ AlarmDescription }) => AlarmDescription.endsWith('#a-hook-fails'))).toEqual([])
  })
})
