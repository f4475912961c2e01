import { createServer } from 'node:http'
import { aroundAll, describe, expect, inject } from 'vitest'
import { defaultRequestLimits, limitRequests } from '../../../lib/aws/request-budget.ts'
import { startObjectStore } from '../../../lib/local/aws/object-store.ts'
import { type Outbox, startOutbox } from '../../../lib/local/aws/outbox.ts'
import { localBucket, localCredentials, setEnvironment } from '../../../lib/local/environment.ts'
import { clock } from '../../../lib/runtime/clock.ts'
import { forgetWorld } from '../../../lib/runtime/world.ts'
import type { EndpointFault } from '../../../lib/stand-ins/host/faults.ts'
import { portOf } from '../../../lib/stand-ins/host/port-of.ts'
import { madeUpCi } from '../../../lib/stand-ins/portone/cast.ts'
import { readStoredSecret, splitSecret } from '../../../lib/tokens/stored-secret.ts'
import { profileWithPhotos } from '../../attributes/schemas.ts'
import type { TestResponse } from '../../support/caller.ts'
import { visitor } from '../../support/steps.ts'
import { expectSoundTable } from '../../support/table-of.ts'
import type { TestStack } from '../../support/test-stack.ts'
import { testWithStack } from '../../support/test-with-stack.ts'
import { castOf, type DoorCase, doorCases, type People, peopleIn, type Service } from './doors.ts'
import { type Cell, isWhole, writeFaultPage } from './fault-page.ts'
import { type Fault, type FaultProxy, faults, refusals, startFaultProxy } from './fault-proxy.ts'

/*
 * Every door with every service that it calls, while the service is throttled, hangs, is slow, fails or refuses connections.
 * `npm run faults` plays all of it with a stage's own limits and writes docs/faults.md. `npm test` plays one fault for each
 * door and service, with limits that are ten times as short.
 */

const { photos } = profileWithPhotos.properties
const photosOnly = { type: 'object', additionalProperties: false, properties: { photos } }

const short = { totalMs: 450, attemptMs: 150 }
const checker = {
  key: 'checker',
  name: '최확인',
  birthDate: '1990-01-01',
  gender: 'FEMALE',
  ci: madeUpCi('checker'),
  note: { ko: '', en: '' },
} as const

const atProvider = {
  throttled: 'rate_limited',
  hanging: 'slow',
  slow: { afterMs: 500 },
  failing: 'server_error',
  refused: 'reset',
} as const satisfies Record<Fault, EndpointFault>
/** The calls of Kakao that a visit makes, and those that end a connection or a session there. */
const kakaoPaths = ['/oauth/token', '/v2/user/me', '/v1/user/unlink', '/v1/user/logout']

interface Case {
  readonly door: DoorCase
  readonly service: Service
  readonly fault: Fault
}

const pairs = doorCases.flatMap((door) => door.calls.map((service) => ({ door, service })))
/** The secrets are read at the start of a function, whatever its door. */
const starting = doorCases.filter(({ name }) =>
  ['GET /me', 'POST /login/password', 'POST /verification'].includes(name),
)
const all = [...pairs, ...starting.map((door) => ({ door, service: 'secrets' as const }))]
const cases: readonly Case[] = all.flatMap((pair, index) =>
  faults.filter((_, at) => isWhole || at === index % faults.length).map((fault) => ({ ...pair, fault })),
)

let people: People
let proxies: Readonly<Record<Exclude<Service, 'provider'>, FaultProxy>>
const cells: Cell[] = []
const stops: (() => Promise<unknown>)[] = []
aroundAll(async (runTests) => {
  await runTests()
  for (const stop of stops.reverse()) await stop()
  writeFaultPage(cells)
})

/** Secrets Manager with both secrets of the stage. */
async function startSecrets(texts: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    let asked = ''
    for await (const chunk of incoming) asked += String(chunk)
    outgoing.end(JSON.stringify({ SecretString: texts[asked.includes('lookup') ? 'lookup' : 'keys'] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(async () => server.close())
  return `http://127.0.0.1:${portOf(server)}`
}

/** The secrets of the stage, known once the stack has started. */
const texts: Record<string, string> = {}

const itHasProxies = testWithStack(async () => {
  const origins = ['http://localhost']
  const store = await startObjectStore({ ...localCredentials, bucket: localBucket, origins, now: clock.now })
  const table = await startFaultProxy(inject('databaseEndpoint'), refusals.table)
  const s3 = await startFaultProxy(store.endpoint, refusals.s3)
  const secrets = await startFaultProxy(await startSecrets(texts), refusals.secrets)
  proxies = { table, s3, secrets }
  stops.push(store.stop, table.stop, s3.stop, secrets.stop)
  return {
    personas: castOf(2 * cases.length),
    checked: [checker],
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      IEUM_ATTRIBUTES: JSON.stringify(photosOnly),
    },
  }
})

async function play(stack: TestStack, service: Service, fault: Fault | undefined): Promise<void> {
  if (service !== 'provider') return proxies[service].play(fault)
  stack.kakao.heal()
  if (fault !== undefined) for (const path of kakaoPaths) stack.kakao.fail(path, atProvider[fault])
}

/** A function that has just started, and reads its secrets from Secrets Manager. */
function startAnew(): () => void {
  const restore = setEnvironment({
    IEUM_SECRETS: undefined,
    IEUM_KEYS_ARN: 'keys',
    IEUM_LOOKUP_ARN: 'lookup',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: proxies.secrets.endpoint,
  })
  forgetWorld()
  return () => {
    restore()
    forgetWorld()
  }
}

/** Sends a request while a service has a fault, with a stage's limits or short ones. */
async function during(stack: TestStack, { service, fault }: Case, send: () => Promise<TestResponse>) {
  const restore = service === 'secrets' ? startAnew() : () => {}
  const before = limitRequests(isWhole ? defaultRequestLimits : short)
  await play(stack, service, fault)
  await proxies.table.play(service === 'table' ? fault : undefined)
  const from = performance.now()
  try {
    const response = await send()
    return { response, ms: performance.now() - from, tableCalls: proxies.table.calls() }
  } finally {
    await play(stack, service, undefined)
    limitRequests(before)
    restore()
  }
}

/** What a request says that was done before. */
const done =
  /^(token_used|invalid_ticket|invalid_code|status_conflict|invalid_token|not_found|too_many_requests)$/

function expectProblem(stack: TestStack, { status, body, headers }: TestResponse, door: DoorCase): void {
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(body).toMatchObject({ status, code: expect.stringMatching(/^(unavailable|provider_unavailable)$/) })
  expect(headers.get('retry-after')).toMatch(/^\d+$/)
  if (door.caller !== 'operator') expect(headers.get('access-control-allow-origin')).toBe(stack.origin)
}

describe('every door', () => {
  const it = itHasProxies
  it.beforeAll(({ stack }) => {
    Object.assign(texts, splitSecret(readStoredSecret(stack.environment['IEUM_SECRETS'] ?? '')))
    people = peopleIn(stack)
  })
  it.afterAll(({ stack }) => expectSoundTable(stack))

  it.for(cases)(
    'answers in time and works again afterwards: $door.name, while $service is $fault',
    async (one, { stack }) => {
      stack.advanceClock(90)
      const send = await one.door.prepare(people)
      const { response, ms, tableCalls } = await during(stack, one, send)
      const again = await send()
      const { name } = one.door
      cells.push({ ...one, door: name, status: response.status, ms, tableCalls, again: again.status })
      if (response.status >= 500) expectProblem(stack, response, one.door)
      expect(ms).toBeLessThan(5_000)
      expect(tableCalls).toBeLessThanOrEqual(6)
      // It was done meanwhile, or a slow service has done it when the answer came too late.
      const mayBeDone = response.status < 400 || one.fault === 'slow'
      const code = String(again.body['code'] ?? '')
      const converges = again.status < 400 || (mayBeDone && done.test(code))
      expect(converges, `${again.status} ${code} afterwards, ${response.status} before`).toBe(true)
    },
  )
})

/** A message of each channel, and the service that sends it. */
const channels = { ses: 'late@example.com', sns: '+821055550101' } as const
const sendings = (['ses', 'sns'] as const).flatMap((service, index) =>
  faults.filter((_, at) => isWhole || at === 2 * index).map((fault) => ({ service, fault })),
)

let outbox: Outbox
let sending: Readonly<Record<'ses' | 'sns', FaultProxy>>
const itSendsByProxies = testWithStack(async () => {
  outbox = await startOutbox()
  const ses = await startFaultProxy(outbox.endpoint, refusals.ses)
  const sns = await startFaultProxy(outbox.smsEndpoint, refusals.sns)
  sending = { ses, sns }
  stops.push(outbox.stop, ses.stop, sns.stop)
  return { environment: { AWS_ENDPOINT_URL_SES: ses.endpoint, AWS_ENDPOINT_URL_SNS: sns.endpoint } }
})

describe('the courier', () => {
  const it = itSendsByProxies

  it.for(sendings)(
    'keeps a message while $service is $fault, answers as ever, and sends it once afterwards',
    { timeout: 60_000 },
    async ({ service, fault }, { stack }) => {
      const to = channels[service]
      const sentTo = async () =>
        (await outbox.messages()).filter((message) => digits(message.to) === digits(to)).length
      const before = await sentTo()
      await sending[service].play(fault)
      const from = performance.now()
      const response = await visitor(stack).sendCode(to, 'sign_up')
      const ms = performance.now() - from
      await stack.outbox()
      const meanwhile = (await sentTo()) - before
      await sending[service].play(undefined)
      // The next attempt is due within a minute.
      stack.advanceClock(120)
      await stack.outbox()
      expect([response.status, meanwhile]).toEqual([202, fault === 'slow' ? 1 : 0])
      expect((await sentTo()) - before).toBe(1)
      cells.push({
        door: 'POST /verification',
        service,
        fault,
        status: response.status,
        ms,
        tableCalls: 0,
        again: 202,
      })
    },
  )
})

/** The national digits of a number, or an address as it is. */
const digits = (to: string): string => (to.includes('@') ? to : to.replaceAll(/\D/g, '').slice(-8))
