import { type LocalStack, startLocalStack } from '../lib/local/local-stack.ts'

/**
 * Measures whether the time of a refusal reveals a member: wrong passwords for a member and for nobody in
 * turns, on the whole local stack. Prints medians and the area under the curve (0.5: a guess). Fails outside
 * 0.4 to 0.6, or when the medians differ by a tenth.
 *
 *     node bench/time-passwords.ts 400
 */
const samples = Number(process.argv[2] ?? 400)
const member = 'member@example.com'
const agreed = (tag: string) => ({ tag, version: '2026-01', agreed: true })

async function post(stack: LocalStack, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(new URL(path, stack.origin), {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const value: unknown = await response.json()
  return { status: response.status, ...Object(value) }
}

async function signUp(stack: LocalStack): Promise<void> {
  const verification = await post(stack, '/verification', {
    channel: 'email',
    to: member,
    purpose: 'sign_up',
  })
  const code = /^[0-9]{6}$/m.exec((await stack.outbox()).at(-1)?.text ?? '')?.[0]
  const { verificationId } = verification
  const { verificationToken } = await post(stack, '/verification/confirm', { verificationId, code })
  const person = { name: '박지우', password: 'correct horse battery' }
  const consents = ['service', 'privacy'].map(agreed)
  await post(stack, '/register', { clientId: 'app', verificationToken, ...person, consents })
}

/** Milliseconds until a wrong password is refused. */
async function timed(stack: LocalStack, identifier: string): Promise<number> {
  const startedAt = performance.now()
  const { status } = await post(stack, '/login/password', {
    clientId: 'app',
    identifier,
    password: 'wrong one',
  })
  if (status !== 401) throw new Error(`${identifier} got status ${status}`)
  return performance.now() - startedAt
}

const medianOf = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

/** How often a time of one class exceeds one of the other (Mann and Whitney). */
function areaUnderCurve(one: readonly number[], other: readonly number[]): number {
  let wins = 0
  for (const a of one) for (const b of other) wins += a > b ? 1 : a === b ? 0.5 : 0
  return wins / (one.length * other.length)
}

const stack = await startLocalStack({ port: 0 })
try {
  await signUp(stack)
  const [known, unknown]: [number[], number[]] = [[], []]
  for (let index = -20; index < samples; index += 1) {
    // Moves to the next window of the limits, before they end the measurement.
    if (index % 5 === 0) stack.advanceClock(900)
    const pair = [await timed(stack, member), await timed(stack, 'nobody@example.com')] as const
    if (index < 0) continue
    known.push(pair[0])
    unknown.push(pair[1])
  }
  const [a, b, area] = [medianOf(known), medianOf(unknown), areaUnderCurve(known, unknown)]
  const text = `member ${a.toFixed(2)} ms, nobody ${b.toFixed(2)} ms, area ${area.toFixed(3)}, ${samples} each`
  process.stdout.write(`${text}\n`)
  if (area < 0.4 || area > 0.6 || Math.abs(a - b) > a / 10) process.exitCode = 1
} finally {
  await stack.stop()
}
