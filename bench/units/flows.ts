import { createHash, randomBytes } from 'node:crypto'
import type { LocalStack } from '../../lib/local/local-stack.ts'
import { flows, type MeteredFlow } from './budgets.ts'
import type { Metered, MeteringProxy } from './metering-proxy.ts'

type Body = Readonly<Record<string, unknown>>
type Stack = Pick<LocalStack, 'origin' | 'standIns'>

const redirectUri = 'http://127.0.0.1:53682/done'
const clientId = 'app'

async function send(
  stack: Stack,
  method: string,
  path: string,
  body?: Body,
  bearer?: unknown,
): Promise<Body> {
  const response = await fetch(new URL(path, stack.origin), {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  return { ...Object(JSON.parse(text)) }
}

function newSecret() {
  const codeVerifier = randomBytes(32).toString('base64url')
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') }
}

/** The address to which Kakao's stand-in sends a person who agrees. */
function redirected({ standIns: { kakao } }: Stack, authorizationUrl: unknown, persona: string): URL {
  if (kakao === undefined) throw new Error('the local stack has no Kakao')
  return new URL(kakao.authorize(String(authorizationUrl), persona, {}))
}

/** A whole direct visit. */
async function direct(stack: Stack, persona: string, more: Body = {}, bearer?: unknown) {
  const { codeVerifier, codeChallenge } = newSecret()
  const start = { clientId, codeChallenge, redirectUri, ...more }
  const { transaction, authorizationUrl } = await send(stack, 'POST', '/login/kakao', start, bearer)
  const { code, state } = Object.fromEntries(redirected(stack, authorizationUrl, persona).searchParams)
  const outcome = await send(stack, 'POST', '/callback/kakao', { transaction, codeVerifier, code, state })
  return { outcome, codeVerifier }
}

/** A whole redirect visit. */
async function redirect(stack: Stack, persona: string): Promise<Body> {
  const { codeVerifier, codeChallenge } = newSecret()
  const query = new URLSearchParams({ clientId, redirectUri, codeChallenge })
  const begun = await fetch(`${stack.origin}/login/kakao?${query}`, { redirect: 'manual' })
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { pathname, search } = redirected(stack, begun.headers.get('location'), persona)
  const back = await fetch(`${stack.origin}${pathname}${search}`, { redirect: 'manual', headers: { cookie } })
  const ticket = new URL(back.headers.get('location') ?? redirectUri).searchParams.get('ticket')
  return send(stack, 'POST', '/token', { ticket, codeVerifier })
}

async function register(stack: Stack, { outcome, codeVerifier }: Awaited<ReturnType<typeof direct>>) {
  const { registerToken, terms } = outcome
  const { provider, subject }: Body = Object(outcome['identity'])
  if (!Array.isArray(terms)) throw new Error('the visit asks for no terms')
  const consents = terms.map((term: unknown) => {
    const { tag, version }: Body = Object(term)
    return { tag, version, agreed: true }
  })
  return send(stack, 'POST', '/register', { registerToken, codeVerifier, provider, subject, consents })
}

/**
 * Plays each flow and meters it. `newcomer` is a person at Kakao with an e-mail address, a number, a name and a birth
 * date; `second` is another account of that person.
 */
export async function meterFlows(
  stack: Stack,
  { meter }: MeteringProxy,
  { newcomer, second }: { readonly newcomer: string; readonly second: string },
): Promise<Readonly<Record<MeteredFlow, Metered>>> {
  const costs = new Map<MeteredFlow, Metered>()
  async function metered<Result>(flow: MeteredFlow, step: () => Promise<Result>): Promise<Result> {
    const results: Result[] = []
    costs.set(flow, await meter(async () => void results.push(await step())))
    const [result] = results
    if (result === undefined) throw new Error(`${flow} gave nothing`)
    return result
  }
  const visit = await metered('first visit', () => direct(stack, newcomer))
  await metered('register', () => register(stack, visit))
  await metered('returning, redirect', () => redirect(stack, newcomer))
  const { outcome } = await metered('returning, direct', () => direct(stack, newcomer))
  const { accessToken, refreshToken } = outcome
  await metered('GET /me', () => send(stack, 'GET', '/me', undefined, accessToken))
  await metered('refresh', () => send(stack, 'POST', '/token', { refreshToken }))
  await metered('link', () => direct(stack, second, { intent: 'link' }, accessToken))
  const entries = flows.map((flow) => [flow, costs.get(flow)] as const)
  const all: Partial<Record<MeteredFlow, Metered>> = Object.fromEntries(entries)
  if (!isComplete(all)) throw new Error('a flow was not metered')
  return all
}

const isComplete = (costs: Partial<Record<MeteredFlow, Metered>>): costs is Record<MeteredFlow, Metered> =>
  flows.every((flow) => costs[flow] !== undefined)
