import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { Problem } from '../../domain/values/problem.ts'
import { localeOf } from './locale.ts'

/** A request in normal form, independent of the gateway. */
export interface Request {
  readonly id: string
  /** `METHOD /path/{parameter}` as in `routes.ts`, or `$default`. */
  readonly key: string
  readonly method: string
  readonly path: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  /** Header names are in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly cookies: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** The gateway's own peer address. Forwarded headers are never trusted. */
  readonly sourceIp: string
  /** The ARN of a caller whose signature the gateway has verified. */
  readonly caller?: string
  readonly locale: Locale
}

/** The media type of a form's fields (WHATWG URL, section 5). */
export const formType = 'application/x-www-form-urlencoded'

/** 32 KB is more than any door needs. */
const maxBodyBytes = 32 * 1024

/** Reads an API gateway event (payload format 2.0). Throws `payload_too_large`. */
export function readRequest(event: APIGatewayProxyEventV2): Request {
  const headers = new Map(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  )
  const { http } = event.requestContext
  return {
    id: event.requestContext.requestId,
    key: event.routeKey,
    method: http.method.toUpperCase(),
    path: event.pathParameters ?? {},
    query: new URLSearchParams(event.rawQueryString),
    headers,
    cookies: (event.cookies ?? []).map(cookie),
    body: bodyOf(event),
    sourceIp: http.sourceIp,
    ...defined({ caller: callerOf(event) }),
    locale: localeOf(headers.get('accept-language')),
  }
}

/** Only the gateway writes the context of an event (payload format 2.0 with an IAM authorizer). */
const iamContext = v.object({ authorizer: v.object({ iam: v.object({ userArn: v.string() }) }) })

function callerOf({ requestContext }: APIGatewayProxyEventV2): string | undefined {
  if (!('authorizer' in requestContext)) return undefined
  const read = v.safeParse(iamContext, requestContext)
  return read.success ? read.output.authorizer.iam.userArn : undefined
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): string {
  if (body === undefined) return ''
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > maxBodyBytes) throw new Problem('payload_too_large')
  return bytes.toString('utf8')
}

function cookie(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

/**
 * The value of a cookie. Undefined if the name occurs twice, since somebody may have planted the second one.
 */
export function cookieNamed(request: Request, name: string): string | undefined {
  const found = request.cookies.filter(([given]) => given === name)
  return found.length === 1 ? found[0]?.[1] : undefined
}

/** Whether a browser navigates here, by an address or by a form, and expects a page instead of JSON. */
export function wantsPage({ method, headers }: Request): boolean {
  const isForm = method === 'POST' && (headers.get('content-type') ?? '').startsWith(formType)
  return (method === 'GET' || isForm) && (headers.get('accept') ?? '').includes('text/html')
}
