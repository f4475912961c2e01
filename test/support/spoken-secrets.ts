import { vi } from 'vitest'

/** Fields with secret values, in requests, responses and redirects. */
const secretFields = new Set([
  'accessToken',
  'refreshToken',
  'registerToken',
  'linkToken',
  'idToken',
  'verificationToken',
  'password',
  'identifier',
  'transaction',
  'ticket',
  'code',
  'codeVerifier',
  'code_verifier',
  'state',
  'nonce',
  'client_secret',
  'access_token',
  'email',
  'phone',
  'name',
  'nickname',
  'picture',
  'subject',
])

/** Every secret on the wire between the visitors of a test and the local stack. */
export interface SpokenSecrets {
  readonly values: ReadonlySet<string>
  stop(): void
}

/** Watches `fetch` and keeps every secret of a request or a response. */
export function watchSecrets(): SpokenSecrets {
  const values = new Set<string>()
  const real = globalThis.fetch
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' })
    keepQuery(values, request.url)
    keepHeaders(values, request.headers)
    if (typeof init?.body === 'string') keepText(values, init.body)
    const response = await real(input, init)
    keepHeaders(values, response.headers)
    keepText(values, await response.clone().text())
    return response
  })
  return { values, stop: () => spy.mockRestore() }
}

/** Problems have a `code` and pages have none of these. A short value could be anything. */
const keep = (values: Set<string>, name: string, value: unknown): void => {
  if (typeof value !== 'string' || !secretFields.has(name)) return
  const isPerson = ['name', 'nickname'].includes(name)
  if (value.length >= 10 || (isPerson && value.length >= 3)) values.add(value)
}

function keepText(values: Set<string>, text: string): void {
  if (!text.startsWith('{') || text.includes('urn:ieum:request:')) return
  try {
    JSON.parse(text, (name, value) => {
      keep(values, name, value)
      return value
    })
  } catch {
    // The test sends bad input on purpose.
  }
}

function keepQuery(values: Set<string>, url: string): void {
  if (!URL.canParse(url)) return
  for (const [name, value] of new URL(url).searchParams) keep(values, name, value)
}

function keepHeaders(values: Set<string>, headers: Headers): void {
  keepQuery(values, headers.get('location') ?? '')
  const bearer = headers.get('authorization')?.replace(/^Bearer /, '')
  if (bearer !== undefined && bearer.length >= 10) values.add(bearer)
  const cookies = [...(headers.get('cookie') ?? '').split('; '), ...headers.getSetCookie()]
  for (const cookie of cookies) {
    const value = /^[^=]+=([^;]*)/.exec(cookie)?.[1] ?? ''
    if (value.length >= 10) values.add(value)
  }
}
