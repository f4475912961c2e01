import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { build } from 'esbuild'
import { bundleAll } from '../lib/cloud/functions/bundle-all.ts'
import { isMemberId, type MemberId } from '../lib/domain/values/ids.ts'
import { startThrowawayDatabase } from '../lib/local/aws/database.ts'
import { startLocalStack } from '../lib/local/local-stack.ts'
import { jobs } from '../lib/routes/jobs.ts'
import { listeners } from '../lib/routes/listeners.ts'
import { type LambdaWork, routes } from '../lib/routes/routes.ts'
import { subscribers } from '../lib/routes/subscribers.ts'
import { keyOf } from '../lib/store/table/expressions.ts'
import { keys } from '../lib/store/table/schema.ts'
import { readStoredSecret, splitSecret } from '../lib/tokens/stored-secret.ts'
import { gatewayEvent, returningSignIn } from './cold/events.ts'
import { share, startFunction } from './cold/measured-function.ts'
import { codeOf, startCloudServices } from './cold/services.ts'
import { timeLine } from './cold/time-line.ts'
import { meterFlows } from './units/flows.ts'
import { startMeteringProxy } from './units/metering-proxy.ts'
import { newcomer, second } from './units/people.ts'

/**
 * What a person waits for: the bytes of each bundle, then for a returning sign-in what loading takes at full speed, the first
 * answer at the 0.29 of a core that Lambda gives 512 MB, warm responses with their CPU time, and from end to end where each
 * request of the table waits 5 ms and each of a provider 50. Beside it, in turn: the same bundle without what it does while
 * loading, OpenAuth, the plain SDK with jose, and the same by hand. Every connection is over TLS.
 * Needs `openssl`, and Linux with the right to make control groups for the slow part.
 *
 *     npm run bench -- [cold starts of each, 10] [warm responses of each, 200] [folder of an earlier build's bundles]
 */
const [, , starts = 10, samples = 200, earlier] = process.argv

const all: readonly LambdaWork[] = [routes, jobs, listeners, subscribers].flatMap((works) =>
  Object.values<LambdaWork>(works),
)
const folder = mkdtempSync(join(tmpdir(), 'ieum-cold-'))
const database = await startThrowawayDatabase()
const proxy = await startMeteringProxy(database.endpoint)
const stack = await startLocalStack({
  port: 0,
  members: [],
  casts: { kakao: [newcomer, second] },
  environment: { AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint },
  follow: () => ({ catchUp: async () => {}, stop: () => {} }),
})
const own = { ...process.env }
const services = await startCloudServices(
  database.endpoint,
  splitSecret(readStoredSecret(own['IEUM_SECRETS'] ?? '')),
)
/** The table of OpenAuth, whose keys it names itself. */
const openAuthTable = 'openauth'
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: database.endpoint }))
let memberId: MemberId
await client.send(
  new CreateTableCommand({
    TableName: openAuthTable,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  }),
)

const signIn = () => returningSignIn(stack.origin, newcomer.id)

interface ComparedHandler {
  readonly name: string
  readonly entry: string
  event(): Promise<object>
}

/** The settings that came after the build that figures are compared with. */
const newer = ['passkeys', 'rollout', 'throttles', 'traces', 'customerManagedKey', 'cloudFront']

/** The environment of a function: what the local stack has, with the services over TLS. */
function environmentOf(entry: string): Readonly<Record<string, string>> {
  const { PATH = '', IEUM_STAGE_JSON = '', IEUM_TABLE = '' } = own
  const stage = JSON.parse(IEUM_STAGE_JSON)
  const { kakao } = stage.providers
  // An earlier build refuses what it does not know: providers and settings of today.
  const isOfToday = entry.startsWith(folder)
  const providers = isOfToday ? Object.fromEntries(Object.keys(stage.providers).map((id) => [id, null])) : {}
  const known = Object.fromEntries(Object.entries(stage).filter(([key]) => isOfToday || !newer.includes(key)))
  const { provider } = services
  const only = { ...providers, kakao: { ...kakao, authOrigin: provider, apiOrigin: provider } }
  return {
    PATH,
    NODE_EXTRA_CA_CERTS: services.certificate,
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: services.database,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: services.secrets,
    LAMBDA_TASK_ROOT: dirname(entry),
    IEUM_STAGE: 'dev',
    IEUM_TABLE,
    IEUM_KEYS_ARN: 'keys',
    IEUM_LOOKUP_ARN: 'lookup',
    IEUM_STAGE_JSON: JSON.stringify({ ...known, providers: only, terms: [], attributes: null, hooks: null }),
    BENCH_PROVIDER: services.provider,
    BENCH_TABLE: openAuthTable,
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

async function bundled(name: string): Promise<string> {
  const outfile = join(folder, `${name}.js`)
  await build({
    entryPoints: [`bench/cold/${name}.ts`],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    loader: { '.json': 'empty' },
    logLevel: 'error',
  })
  return outfile
}

const row = (name: string, ...cells: readonly (string | number)[]) =>
  console.log(
    name.padEnd(36) +
      cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell).padStart(13)).join(''),
  )

/** A response of the function, which has to be a success. */
function successOf(result: unknown): Readonly<Record<string, unknown>> {
  const { statusCode, body = '{}' } = Object(result)
  if (statusCode !== 200) throw new Error(`answered ${statusCode}: ${body}`)
  return Object(JSON.parse(body))
}

async function compare(pathOf: (id: LambdaWork['id']) => string): Promise<void> {
  const callback = dirname(pathOf('callback'))
  const short = async () => ({
    code: codeOf({ subject: 'one', audience: 'bench', nonce: '' }),
    audience: 'bench',
  })
  const openAuth = await bundled('openauth')
  const beginning = await startFunction(openAuth, environmentOf(openAuth))
  const openAuthSignIn = async () => {
    const { state, cookies } = successOf((await beginning.call({ kind: 'begin' })).result)
    return { kind: 'sign_in', state, cookies, ...(await short()) }
  }
  const targets: readonly ComparedHandler[] = [
    { name: 'ieum', entry: join(callback, 'start.mjs'), event: signIn },
    { name: 'ieum, not warmed', entry: join(callback, 'index.js'), event: signIn },
    ...(earlier
      ? [{ name: 'ieum, earlier', entry: join(resolve(earlier), 'callback/index.js'), event: signIn }]
      : []),
    { name: 'OpenAuth', entry: openAuth, event: openAuthSignIn },
    { name: 'plain SDK and jose', entry: await bundled('plain-sdk'), event: short },
    { name: 'by hand', entry: await bundled('by-hand'), event: short },
  ]
  row('cold, returning sign-in', 'load ms', 'load CPU', 'first ms', 'first CPU', 'sum ms', 'MB after')
  const cold = new Map(targets.map(({ name }) => [name, [] as (readonly number[])[]]))
  let slow = true
  // In turn, so that a busy minute of the machine meets all.
  for (let start = 0; start < Number(starts); start += 1) {
    for (const { name, entry, event } of targets) {
      const one = await startFunction(entry, environmentOf(entry))
      const sent = await event()
      slow = one.slowDown() && slow
      const first = await one.call(sent)
      successOf(first.result)
      const { load } = one
      cold.get(name)?.push([load.ms, load.cpuMs, first.ms, first.cpuMs, load.ms + first.ms, first.memory])
      await one.stop()
    }
  }
  for (const [name, runs] of cold)
    row(name, ...[0, 1, 2, 3, 4, 5].map((at) => median(runs.map((run) => run[at] ?? 0))))
  console.log(
    slow
      ? `first responses at ${share.toFixed(2)} of a core`
      : 'first responses at full speed: no control group',
  )
  const warmed = targets.filter((target) => !target.name.includes('not'))
  const renewals = await sessionTargets('ieum', pathOf)
  const earlierOnes = earlier
    ? await sessionTargets('ieum, earlier', (id) => join(resolve(earlier), id, 'index.js'))
    : []
  await warmInTurn([...warmed, ...renewals, ...earlierOnes])
  row('end to end, 5 and 50 ms', 'median ms', 'requests')
  for (const target of warmed) await endToEnd(target)
  await beginning.stop()
}

/** A handler that answers again and again. Its next event may need the last response. */
interface WarmTarget {
  readonly name: string
  readonly entry: string
  event(last: unknown): Promise<object>
}

/** A function that is measured, with the times of its steps. */
interface RunningTarget extends WarmTarget {
  readonly one: Awaited<ReturnType<typeof startFunction>>
  readonly steps: { readonly ms: number; readonly cpuMs: number }[]
  last: unknown
}

/** Responses of all in turn, so that a busy minute meets all. Loading and the first fifth are left out. */
async function warmInTurn(targets: readonly WarmTarget[]): Promise<void> {
  const running = await Promise.all(
    targets.map(
      async (target): Promise<RunningTarget> => ({
        ...target,
        one: await startFunction(target.entry, environmentOf(target.entry)),
        steps: [],
        last: undefined,
      }),
    ),
  )
  for (let count = 0; count < Number(samples); count += 1) {
    for (const target of running) {
      const step = await target.one.call(await target.event(target.last))
      target.last = successOf(step.result)
      if (count >= Number(samples) / 5) target.steps.push(step)
    }
    if (count % 10 === 0) await forgetSessions()
  }
  row('warm', 'median ms', 'CPU ms', 'median CPU')
  for (const { name, one, steps } of running) {
    await one.stop()
    const cpu = steps.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / steps.length
    const [ms, cpuMs] = [steps.map((step) => step.ms), steps.map((step) => step.cpuMs)]
    row(name, median(ms), cpu.toFixed(2), median(cpuMs).toFixed(2))
  }
}

/**
 * Sets the member's count of sessions back. Who has fifty pays for ending the oldest with each sign-in, and a member who
 * signs in hundreds of times in a minute is nobody's.
 */
async function forgetSessions(): Promise<void> {
  const update = new UpdateCommand({
    TableName: own['IEUM_TABLE'],
    Key: keyOf(keys.member(memberId)),
    UpdateExpression: 'SET openedSessions = :none',
    ExpressionAttributeValues: { ':none': 0 },
  })
  await client.send(update)
}

/** Answers one after the other, while every request waits. The time line is that of the median. */
async function endToEnd({ name, entry, event }: ComparedHandler): Promise<void> {
  const one = await startFunction(entry, environmentOf(entry))
  const runs: { readonly ms: number; readonly requests: number; readonly line: string }[] = []
  for (let count = 0; count < Math.min(Number(samples), 60); count += 1) {
    if (count % 10 === 0) await forgetSessions()
    const sent = await event()
    services.delay({ table: 5, provider: 50 })
    services.takePassed()
    const called = performance.now()
    const { ms, result } = await one.call(sent)
    const passed = services.takePassed()
    services.delay({})
    successOf(result)
    if (count >= 10) runs.push({ ms, requests: passed.length, line: timeLine(passed, called, called + ms) })
  }
  await one.stop()
  const middle = runs.toSorted((a, b) => a.ms - b.ms)[Math.floor(runs.length / 2)]
  if (middle === undefined) throw new Error('too few samples')
  row(name, middle.ms, `${middle.requests}`)
  if (name === 'ieum') console.log(middle.line)
}

/** Renewals and reads of one session. */
async function sessionTargets(
  name: string,
  entryOf: (id: 'callback' | 'me' | 'token') => string,
): Promise<readonly WarmTarget[]> {
  const opening = await startFunction(entryOf('callback'), environmentOf(entryOf('callback')))
  const opened = successOf((await opening.call(await signIn())).result)
  await opening.stop()
  const { id }: { readonly id?: unknown } = Object(opened['member'])
  if (!isMemberId(id)) throw new Error('nobody signed in')
  memberId = id
  const bearer = String(opened['accessToken'])
  const me = async () => gatewayEvent('GET', '/me', '/me', undefined, bearer)
  const refresh = async (last: unknown) => {
    const { refreshToken = opened['refreshToken'] } = Object(last)
    return gatewayEvent('POST', '/token', '/token', { refreshToken })
  }
  return [
    { name: `${name}, GET /me`, entry: entryOf('me'), event: me },
    { name: `${name}, refresh`, entry: entryOf('token'), event: refresh },
  ]
}

try {
  const pathOf = await bundleAll(folder, all)
  for (const { id } of all) {
    const bytes = readFileSync(pathOf(id))
    console.log(`${id.padEnd(24)} ${(gzipSync(bytes).length / 1000).toFixed(1).padStart(6)} KB gzipped`)
  }
  await meterFlows(stack, proxy, { newcomer: newcomer.key, second: second.key })
  await compare(pathOf)
} finally {
  client.destroy()
  await services.stop()
  await stack.stop()
  await proxy.stop()
  await database.stop()
  rmSync(folder, { recursive: true })
}
