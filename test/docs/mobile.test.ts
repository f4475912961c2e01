import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect } from 'vitest'
import { cookieJar } from '../support/cookie-jar.ts'
import { demoOptions, type TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const blockOf = (path: string, language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(readFileSync(path, 'utf8'))?.[1] ?? ''

const step = v.strictObject({ request: v.string(), fields: v.array(v.string()) })
type Step = v.InferOutput<typeof step>
const sequences = v.parse(
  v.strictObject({ sdk: v.array(step), browser: v.array(step) }),
  JSON.parse(blockOf('docs/mobile.md', 'json')),
)

const it = testWithStack(demoOptions())

type Values = Record<string, string>

/** Makes the secrets of a visit. */
function secrets(): Values {
  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const redirectUri = 'http://127.0.0.1:53682/done'
  return {
    clientId: 'app',
    redirectUri,
    codeVerifier,
    codeChallenge,
    state: randomBytes(16).toString('base64url'),
  }
}

const texts = v.record(v.string(), v.unknown())
const textsIn = (json: unknown): Values =>
  Object.fromEntries(
    Object.entries(v.parse(texts, json)).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )

/** Sends one request of the page, with exactly the fields that it names. Gives the response. */
async function send(
  stack: TestStack,
  { request, fields }: Step,
  provider: string,
  values: Values,
  cookie?: string,
): Promise<Response> {
  const [method = '', path = ''] = request.replace('{provider}', provider).split(' ')
  const sent = Object.fromEntries(fields.map((name) => [name, values[name] ?? '']))
  const url = new URL(path, stack.origin)
  if (method === 'GET') {
    url.search = String(new URLSearchParams(sent))
    return fetch(url, { redirect: 'manual', headers: { ...(cookie !== undefined && { cookie }) } })
  }
  return fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) })
}

/** The tokens of the SDK on a phone. */
async function sdk(stack: TestStack, provider: string, person: string, nonce: string): Promise<Values> {
  const body = JSON.stringify({ provider, person, nonce })
  const response = await fetch(`${stack.origin}/_local/native-tokens`, { method: 'POST', body })
  return textsIn(await response.json())
}

describe('the requests of docs/mobile.md', () => {
  it.for([
    ['kakao', 'minji'],
    ['google', 'seoa'],
  ] as const)('sign in by the SDK of %s', async ([provider, person], { stack }) => {
    const [start, finish] = sequences.sdk
    if (start === undefined || finish === undefined) throw new Error('two requests')
    const values = secrets()
    const started = textsIn(await (await send(stack, start, provider, values)).json())
    const tokens = await sdk(stack, provider, person, started['nonce'] ?? '')
    const response = await send(stack, finish, provider, { ...values, ...started, ...tokens })
    expect(await response.json()).toMatchObject({ outcome: 'registration_required', identity: { provider } })
  })

  it.for(['kakao', 'naver', 'google', 'github'] as const)(
    'sign in by the browser at %s',
    async (provider, { stack }) => {
      const [start, finish] = sequences.browser
      if (start === undefined || finish === undefined) throw new Error('two requests')
      const [values, cookies] = [secrets(), cookieJar()]
      const left = await send(stack, start, provider, values)
      cookies.take(left)
      const standIn = stack.standIns[provider]
      const person = standIn.cast()[0]?.key ?? ''
      const callback = standIn.authorize(left.headers.get('location') ?? '', person)
      const headers = { cookie: cookies.header() ?? '' }
      const back = await fetch(callback, { redirect: 'manual', headers })
      const opened = new URL(back.headers.get('location') ?? '').searchParams
      expect(opened.get('state')).toBe(values['state'])
      const response = await send(stack, finish, provider, { ...values, ticket: opened.get('ticket') ?? '' })
      expect(await response.json()).toMatchObject({
        outcome: expect.stringMatching(/^(registration|link|signed)/),
      })
    },
  )

  it.each(['swift', 'kotlin'])('are those of the code in %s', (language) => {
    const code = blockOf('docs/mobile.md', language)
    for (const { request, fields } of [...sequences.sdk, ...sequences.browser]) {
      const path = request.split(' ')[1]?.replace('{provider}', '') ?? ''
      expect(code).toContain(path)
      for (const field of fields) expect(code).toContain(`"${field}"`)
    }
  })

  it.each(['json', 'swift', 'kotlin', 'ts'])('are the same on the Korean page: %s', (language) => {
    expect(blockOf('docs/mobile.ko.md', language)).toBe(blockOf('docs/mobile.md', language))
  })
})

describe('POST /_local/native-tokens', () => {
  it.for([
    ['an SDK that says nothing of its app', { provider: 'naver', person: 'siwoo' }, 404],
    ['an unknown person', { provider: 'kakao', person: 'nobody' }, 404],
    ['an unknown provider', { provider: 'myspace', person: 'minji' }, 400],
  ] as const)('knows no tokens of %s', async ([_, body, status], { stack }) => {
    const response = await fetch(`${stack.origin}/_local/native-tokens`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    expect(response.status).toBe(status)
  })
})
