import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { stringify } from 'lossless-json'
import type { Locale } from '../../domain/values/locale.ts'

/** A request as a stand-in's endpoint sees it. */
export interface StandInRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** The fields of a form body. Empty for another content type. */
  readonly form: URLSearchParams
  /** The body as received. */
  readonly body: string
  /** The `Authorization` header, or an empty string. */
  readonly authorization: string
  /** The `Accept` header, or an empty string. */
  readonly accept: string
  /** The `User-Agent` header, or an empty string. */
  readonly userAgent: string
  readonly language: Locale
}

/** A response of a stand-in's endpoint. */
export interface StandInResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Handles one request. */
export type Endpoint = (request: StandInRequest) => StandInResponse

/** JSON as a provider sends it. A bigint becomes a number with all its digits. */
export const jsonResponse = (status: number, value: unknown): StandInResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
  body: stringify(value) ?? 'null',
})

/** An HTML page that loads nothing and runs no script. */
export const htmlResponse = (status: number, body: string): StandInResponse => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  },
  body,
})

/** The script of a page that posts its form at once. */
export const postsAtOnce = 'document.forms[0].submit()'

/** A page that posts the response to the client (OAuth 2.0 Form Post Response Mode). It runs this one script. */
export const formPostResponse = (body: string): StandInResponse => {
  const page = htmlResponse(200, body)
  const hash = createHash('sha256').update(postsAtOnce).digest('base64')
  const policy = `${page.headers['content-security-policy']}; script-src 'sha256-${hash}'`
  return { ...page, headers: { ...page.headers, 'content-security-policy': policy } }
}

/** A redirect that always continues with a GET (RFC 9700, section 4.12). */
export const redirectResponse = (location: string): StandInResponse => ({
  status: 303,
  headers: { location, 'cache-control': 'no-store' },
  body: '',
})

const languageOf = (requested: string | null, accepted: string): Locale => {
  if (requested === 'ko' || requested === 'en') return requested
  return /^\s*en\b/i.test(accepted) ? 'en' : 'ko'
}

const maxBodyBytes = 64 * 1024

/** Reads a complete request. Throws an `Error` for a body over 64 KB. */
export async function readStandInRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const url = new URL(incoming.url ?? '/', 'http://stand-in')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > maxBodyBytes) throw new Error('the body is too large')
    chunks.push(bytes)
  }
  const isForm = incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
  const body = Buffer.concat(chunks).toString('utf8')
  const { authorization = '', accept = '' } = incoming.headers
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(isForm ? body : ''),
    body,
    authorization,
    accept,
    userAgent: incoming.headers['user-agent'] ?? '',
    language: languageOf(url.searchParams.get('lang'), incoming.headers['accept-language'] ?? ''),
  }
}
