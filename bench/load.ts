import { createHash, randomBytes } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { localCredentials } from '../lib/local/environment.ts'
import { crowdAtKakao } from './units/crowd.ts'
import { type CpuTimes, startLaptop } from './units/laptop.ts'

/**
 * Mixed traffic on the whole local stack, which runs in a process of its own: 35 % renewals, 35 % `GET /me`, 20 % returning
 * callbacks, 5 % sign-ups, 5 % links with their unlinks, 1.4 requests each on average. First as fast as the laptop answers, then
 * for the given seconds at the given rate. Prints rates, times by kind and by minute, CPU time and errors. Fails for an
 * error, when claims, identities and members disagree afterwards, or when the last minute's median is above 1.2 of the first's.
 *
 *     node bench/load.ts [seconds, 60] [requests a second, by default 60 % of what saturates]
 */
const seconds = Number(process.argv[2] ?? 60)
const wanted = process.argv[3]
const atStart = 100
const newcomers = 12_000
const saturatingMs = 15_000
const requestsOfAction = 1.4

type Body = Readonly<Record<string, unknown>>

interface LoadedMember {
  readonly key: string
  readonly second: string
  accessToken: string
  refreshToken: string
  signedInAt: number
  isBusy: boolean
}

const errors = new Map<string, number>()
const times = new Map<string, number[]>()
/** The times of each minute since the even rate began. */
const minutes: number[][] = []
let sustainedAt = Number.POSITIVE_INFINITY
const people: LoadedMember[] = []
let nextNewcomer = 0

function keepTime(kind: string, startedAt: number, ms: number): void {
  const measured = times.get(kind) ?? []
  measured.push(ms)
  times.set(kind, measured)
  const minute = Math.floor((startedAt - sustainedAt) / 60_000)
  if (minute < 0) return
  const ofMinute = minutes[minute] ?? []
  ofMinute.push(ms)
  minutes[minute] = ofMinute
}

/** Sends one request, and keeps its time and its error. Gives the body. */
async function send(kind: string, method: string, path: string, body?: Body, bearer?: string): Promise<Body> {
  const startedAt = performance.now()
  const response = await fetch(new URL(path, laptop.origin), {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const value: unknown = await response.json()
  const result: Body = { ...Object(value) }
  keepTime(kind, startedAt, performance.now() - startedAt)
  if (!response.ok) {
    const error = `${kind}: ${response.status} ${String(result['code'])} ${JSON.stringify(result['errors'] ?? '')}`
    errors.set(error, (errors.get(error) ?? 0) + 1)
  }
  return result
}

/** A whole direct visit at Kakao. Gives the outcome and the visit's secret. */
async function visit(kind: string, persona: string, more: Body = {}, bearer?: string) {
  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const redirectUri = 'http://127.0.0.1:53682/done'
  const start = { clientId: 'app', codeChallenge, redirectUri, ...more }
  const { transaction, authorizationUrl } = await send('start', 'POST', '/login/kakao', start, bearer)
  if (typeof authorizationUrl !== 'string') throw new Error('no visit has started')
  const redirected = new URL(await laptop.authorize(authorizationUrl, persona))
  const [code, state] = ['code', 'state'].map((name) => redirected.searchParams.get(name))
  const outcome = await send(
    kind,
    'POST',
    '/callback/kakao',
    { transaction, codeVerifier, code, state },
    bearer,
  )
  return { outcome, codeVerifier }
}

async function signUp(key: string): Promise<void> {
  const { outcome, codeVerifier } = await visit('first callback', key)
  const { registerToken, identity } = outcome
  const { provider, subject }: Body = Object(identity)
  const consents = ['service', 'privacy'].map((tag) => ({ tag, version: '2026-01', agreed: true }))
  const body = { registerToken, codeVerifier, provider, subject, consents }
  const { accessToken, refreshToken } = await send('sign-up', 'POST', '/register', body)
  const tokens = { accessToken: String(accessToken), refreshToken: String(refreshToken) }
  people.push({ key, second: `${key}-second`, ...tokens, signedInAt: performance.now(), isBusy: false })
}

/** A returning sign-in, whose session the person goes on with. */
async function signIn(person: LoadedMember): Promise<void> {
  const { outcome } = await visit('callback', person.key)
  const { accessToken, refreshToken } = outcome
  Object.assign(person, { accessToken, refreshToken, signedInAt: performance.now() })
}

/** A sign-in older than ten minutes links nothing. */
const freshMs = 540_000

const actions: Readonly<Record<string, (person: LoadedMember) => Promise<void>>> = {
  me: async ({ accessToken }) => {
    await send('GET /me', 'GET', '/me', undefined, accessToken)
  },
  renew: async (person) => {
    const { accessToken, refreshToken } = await send('renewal', 'POST', '/token', {
      refreshToken: person.refreshToken,
    })
    Object.assign(person, { accessToken, refreshToken })
  },
  callback: signIn,
  signUp: () => signUp(`new-${nextNewcomer++}`),
  link: async (person) => {
    if (performance.now() - person.signedInAt > freshMs) await signIn(person)
    const { second, accessToken } = person
    const { outcome } = await visit('link', second, { intent: 'link' }, accessToken)
    const { identities }: Body = Object(outcome['member'])
    const linked: unknown = Array.isArray(identities) ? identities.at(-1) : {}
    const { subject }: Body = Object(linked)
    await send('unlink', 'POST', '/unlink', { provider: 'kakao', subject }, accessToken)
  },
}

const shares = [
  ['me', 0.35],
  ['renew', 0.7],
  ['callback', 0.9],
  ['signUp', 0.95],
  ['link', 1],
] as const

/** One action of the mix, by somebody who has nothing under way. */
async function act(): Promise<void> {
  const chance = Math.random()
  const [name] = shares.find(([, upTo]) => chance < upTo) ?? shares[0]
  const from = Math.floor(Math.random() * people.length)
  const isFree = ({ isBusy }: LoadedMember): boolean => !isBusy
  const person = people.find((one, index) => index >= from && isFree(one)) ?? people.find(isFree)
  if (person === undefined) return
  person.isBusy = true
  try {
    await actions[name]?.(person)
  } catch (error) {
    const said = `${name}: ${error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error)}`
    errors.set(said, (errors.get(said) ?? 0) + 1)
  } finally {
    person.isBusy = false
  }
}

const counted = () => [...times.values()].reduce((sum, all) => sum + all.length, 0)

/** Actions a second with sixteen clients that never pause. */
async function saturate(): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  const client = async () => {
    while (performance.now() - startedAt < saturatingMs) {
      await act()
      done++
    }
  }
  await Promise.all(Array.from({ length: 16 }, client))
  return (1000 * done) / (performance.now() - startedAt)
}

/** Begins actions at an even rate, whether or not earlier ones have ended. */
async function sustain(rate: number): Promise<number> {
  const startedAt = performance.now()
  sustainedAt = startedAt
  const open: Promise<void>[] = []
  while (performance.now() - startedAt < seconds * 1000) {
    const due = ((performance.now() - startedAt) / 1000) * rate
    while (open.length < due) open.push(act())
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await Promise.all(open)
  return open.length
}

const quantile = (all: readonly number[], share: number): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length * share)] ?? 0

/** The rows that disagree: an identity without its claim, a linked claim without its identity, a member without a way in. */
async function disagreements(): Promise<readonly string[]> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: laptop.endpoint, region: 'local', credentials: localCredentials }),
  )
  const rows: Body[] = []
  for await (const { Items = [] } of paginateScan({ client }, { TableName: laptop.tableName }))
    rows.push(...Items)
  client.destroy()
  const keyed = new Map(rows.map((row) => [`${String(row['PK'])} ${String(row['SK'])}`, row]))
  const ofKind = (kind: string) => rows.filter((row) => row['kind'] === kind)
  const nameOf = ({ provider, subject }: Body) => `${String(provider)}#${String(subject)}`
  return [
    ...ofKind('identity')
      .filter((row) => keyed.get(`CLAIM#identity#${nameOf(row)} CLAIM`)?.['state'] !== 'linked')
      .map((row) => `identity ${nameOf(row)} has no claim`),
    ...ofKind('identity_claim')
      .filter((row) => row['state'] === 'linked')
      .filter((row) => !keyed.has(`MEMBER#${String(row['memberId'])} IDENTITY#${nameOf(row)}`))
      .map((row) => `claim ${nameOf(row)} has no identity`),
    ...ofKind('member')
      .filter((row) => !(row['ways'] instanceof Set && row['ways'].size > 0))
      .map((row) => `member ${String(row['PK'])} has no way in`),
    ...(ofKind('member').length === people.length
      ? []
      : ['the number of members is not that of the sign-ups']),
  ]
}

/** CPU milliseconds of each part for one action. */
function costOf(before: CpuTimes, after: CpuTimes, actions: number): string {
  const parts = ['laptop', 'database', 'clients'] as const
  return parts.map((part) => `${part} ${((after[part] - before[part]) / actions).toFixed(2)}`).join(', ')
}

const keys = [
  ...Array.from({ length: atStart }, (_, index) => `first-${index}`),
  ...Array.from({ length: newcomers }, (_, index) => `new-${index}`),
]
const laptop = await startLaptop(crowdAtKakao(keys))
try {
  for (let index = 0; index < atStart; index++) await signUp(`first-${index}`)
  const saturated = await saturate()
  const rate = wanted === undefined ? 0.6 * saturated : Number(wanted) / requestsOfAction
  times.clear()
  const before = laptop.cpuTimes()
  const actions = await sustain(rate)
  console.log(`saturated: ${saturated.toFixed(0)} actions/s; then ${rate.toFixed(0)} for ${seconds} s`)
  console.log(`CPU ms of an action: ${costOf(before, laptop.cpuTimes(), actions)}`)
  for (const [kind, all] of times) {
    const [median, high] = [0.5, 0.99].map((share) => quantile(all, share).toFixed(0))
    console.log(`${kind}: ${all.length} requests, median ${median} ms, 99 % within ${high} ms`)
  }
  const medians = minutes.slice(0, Math.floor(seconds / 60)).map((all) => quantile(all, 0.5))
  console.log(`medians by minute: ${medians.map((ms) => ms.toFixed(1)).join(' ')} ms`)
  const found = await disagreements()
  console.log(
    `${counted()} requests, errors: ${JSON.stringify(Object.fromEntries(errors))}, disagreements: ${found.length}`,
  )
  const slowedDown = (medians.at(-1) ?? 0) > 1.2 * (medians[0] ?? 0)
  if (errors.size > 0 || found.length > 0 || slowedDown) {
    console.log(found.slice(0, 5).join('\n'))
    process.exitCode = 1
  }
} finally {
  await laptop.stop()
}
