import type { CookieJar } from './cookie-jar.ts'
import { exchangeFaults } from './described.ts'

/** A response of the API. `body` is the JSON, or empty without JSON. */
export interface TestResponse {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Headers
  readonly text: string
}

export interface Call {
  /** Sent as JSON. A text is sent unchanged. */
  readonly body?: unknown
  /** A form that a page of another site posts, which brings no cookie but those with `SameSite=None`. */
  readonly form?: URLSearchParams
  readonly bearer?: string | undefined
  /** Replaces other headers. An `undefined` header is left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Calls a path of the local stack, or a whole address. Redirects are responses, and are not followed. */
export type Caller = (method: string, path: string, call?: Call) => Promise<TestResponse>

interface Habits {
  readonly language: 'ko' | 'en'
  /** Browsers send `Origin` with every request that may change something. */
  readonly sendsOrigin: boolean
  readonly userAgent?: string | undefined
}

/** Calls as a client with a cookie jar does. */
export function caller(
  origin: string,
  cookies: CookieJar,
  { language, sendsOrigin, userAgent }: Habits,
): Caller {
  return async (method, path, { body, form, bearer, headers } = {}) => {
    const response = await fetch(new URL(path, origin), {
      method,
      redirect: 'manual',
      headers: present({
        accept: 'application/json',
        'accept-language': language,
        'user-agent': userAgent,
        cookie: cookies.header(form === undefined ? 'own_site' : 'posted_by_another_site'),
        origin:
          sendsOrigin && method !== 'GET'
            ? form === undefined
              ? origin
              : 'https://other.example'
            : undefined,
        'content-type': contentTypeOf(body, form),
        authorization: bearer === undefined ? undefined : `Bearer ${bearer}`,
        ...headers,
      }),
      body: form?.toString() ?? textOf(body),
    })
    cookies.take(response)
    const text = await response.text()
    const received = {
      status: response.status,
      headers: response.headers,
      text,
      body: jsonIn(response, text),
    }
    checkExchange(origin, { method, path, sent: body, response: received })
    return received
  }
}

const contentTypeOf = (body: unknown, form: URLSearchParams | undefined): string | undefined => {
  if (form !== undefined) return 'application/x-www-form-urlencoded'
  return body === undefined ? undefined : 'application/json'
}

const textOf = (body: unknown): string | null => {
  if (body === undefined) return null
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** Throws when the API differs from its own description. */
function checkExchange(
  origin: string,
  call: {
    readonly method: string
    readonly path: string
    readonly sent: unknown
    readonly response: TestResponse
  },
): void {
  const { method, sent, response } = call
  const { origin: called, pathname: path } = new URL(call.path, origin)
  if (called !== origin) return
  const contentType = response.headers.get('content-type') ?? ''
  const json = typeof sent === 'object' ? sent : undefined
  const { status, body: received } = response
  const faults = exchangeFaults({ method, path, sent: json, status, contentType, received })
  if (faults.length > 0) {
    throw new Error(`${method} ${path} differs from /openapi.json: ${JSON.stringify(faults).slice(0, 2000)}`)
  }
}

const present = (headers: Readonly<Record<string, string | undefined>>): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )

function jsonIn(response: Response, text: string): TestResponse['body'] {
  if (!/json/.test(response.headers.get('content-type') ?? '') || text === '') return {}
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : { value }
}
