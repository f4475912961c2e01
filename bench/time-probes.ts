import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type LocalStack, startLocalStack } from '../lib/local/local-stack.ts'
import { world } from '../lib/runtime/world.ts'

/**
 * Measures whether the time of a response reveals a member to somebody without proof, on the whole local stack:
 *
 * - `/verification` for a code to a member's address, and to nobody's,
 * - `/login/code` with a number that its member has not proven for long, and with nobody's number,
 * - `/callback` of a visitor whose provider says a member's address, and nobody's.
 *
 * The probes alternate. Prints for each door the medians and the area under the curve (0.5: a guess). Fails outside
 * 0.45 to 0.55.
 *
 *     node bench/time-probes.ts 500
 */
const samples = Number(process.argv[2] ?? 500)
const warmUp = 20
const member = { email: 'member@example.com', number: '+821000008001' }
const nobody = { email: 'nobody@example.com', number: '+821000008002' }
const agreed = ['service', 'privacy'].map((tag) => ({ tag, version: '2026-01', agreed: true }))

interface Response {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

async function post(stack: LocalStack, path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const url = new URL(path, stack.origin)
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const value: unknown = await response.json()
  return { status: response.status, body: { ...Object(value) } }
}

/** The token of an address. The code is derived, so no message has to arrive. */
async function proven(stack: LocalStack, channel: 'email' | 'sms', to: string, purpose: string) {
  const { body } = await post(stack, '/verification', { channel, to, purpose })
  const verificationId = `${body['verificationId']}`
  const { codes } = (await world()).tokens
  const code = codes.derive(verificationId, codes.keyId())
  const confirmed = await post(stack, '/verification/confirm', { verificationId, code })
  return `${confirmed.body['verificationToken']}`
}

async function signUp(stack: LocalStack, channel: 'email' | 'sms', to: string): Promise<void> {
  const verificationToken = await proven(stack, channel, to, 'sign_up')
  const person = { name: '박지우', password: 'correct horse battery', consents: agreed }
  const { status } = await post(stack, '/register', { clientId: 'app', verificationToken, ...person })
  if (status !== 201) throw new Error(`signing up by ${channel} got status ${status}`)
}

/** Milliseconds of one request, which must get this status. */
async function timed(status: number, request: () => Promise<Response>): Promise<number> {
  // What an earlier request left for after its response is done by then.
  await pause(2)
  const startedAt = performance.now()
  const response = await request()
  const took = performance.now() - startedAt
  if (response.status !== status) throw new Error(`expected ${status}, got ${JSON.stringify(response)}`)
  return took
}

type Probe = (stack: LocalStack, who: 'member' | 'nobody') => Promise<number>

const verification: Probe = (stack, who) => {
  const to = (who === 'member' ? member : nobody).email
  return timed(202, () => post(stack, '/verification', { channel: 'email', to, purpose: 'sign_in' }))
}

const codeLogin: Probe = async (stack, who) => {
  const { number } = who === 'member' ? member : nobody
  const verificationToken = await proven(stack, 'sms', number, 'sign_in')
  return timed(404, () => post(stack, '/login/code', { clientId: 'app', verificationToken }))
}

const callback: Probe = async (stack, who) => {
  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const { body } = await post(stack, '/login/naver', { clientId: 'app', codeChallenge })
  const { naver } = stack.standIns
  if (naver === undefined) throw new Error('the local stack has no Naver')
  const back = new URL(naver.authorize(`${body['authorizationUrl']}`, who, {}))
  const { code, state } = Object.fromEntries(back.searchParams)
  const { transaction } = body
  return timed(200, () => post(stack, '/callback/naver', { transaction, codeVerifier, code, state }))
}

const medianOf = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

/** How often a time of one class exceeds one of the other (Mann and Whitney). */
function areaUnderCurve(one: readonly number[], other: readonly number[]): number {
  let wins = 0
  for (const a of one) for (const b of other) wins += a > b ? 1 : a === b ? 0.5 : 0
  return wins / (one.length * other.length)
}

async function measure(stack: LocalStack, name: string, probe: Probe): Promise<void> {
  const times: Readonly<Record<'member' | 'nobody', number[]>> = { member: [], nobody: [] }
  for (let index = -warmUp; index < samples; index += 1) {
    // Moves to the next window of every limit, before it ends the measurement.
    stack.advanceClock(25 * 3600)
    const turns = index % 2 === 0 ? (['member', 'nobody'] as const) : (['nobody', 'member'] as const)
    for (const who of turns) {
      const took = await probe(stack, who)
      if (index >= 0) times[who].push(took)
    }
  }
  const area = areaUnderCurve(times.member, times.nobody)
  const medians = `member ${medianOf(times.member).toFixed(2)} ms, nobody ${medianOf(times.nobody).toFixed(2)} ms`
  process.stdout.write(`${name}: ${medians}, area ${area.toFixed(3)}, ${samples} each\n`)
  if (area < 0.45 || area > 0.55) process.exitCode = 1
}

const says = (key: 'member' | 'nobody', email: string) => ({
  key,
  id: `id-of-${key}-at-naver`.padEnd(43, '_'),
  note: { ko: '측정', en: 'for a measurement' },
  name: key === 'member' ? '가나다' : '라마바',
  nickname: key,
  email,
})

const casts = { naver: [says('member', member.email), says('nobody', nobody.email)] }
const stack = await startLocalStack({ port: 0, casts })
try {
  await signUp(stack, 'email', member.email)
  await signUp(stack, 'sms', member.number)
  // The number has not been proven for long, so its code signs nobody in.
  stack.advanceClock(100 * 86_400)
  await measure(stack, '/verification', verification)
  await measure(stack, '/login/code', codeLogin)
  await measure(stack, '/callback', callback)
} finally {
  await stack.stop()
}
