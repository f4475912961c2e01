import { setTimeout } from 'node:timers/promises'
import { type TracedCall, traced } from '../traces.ts'
import { isTransient } from '../transient-errors.ts'
import { addressOf, type RequestTarget, type Service } from './address.ts'
import { type Credentials, environmentCredentials } from './environment-credentials.ts'
import { RequestSigner, type SignableRequest } from './signer.ts'

/** A request as it is sent. */
export type SignedRequest = SignableRequest & { readonly body?: string }

/** A response of a handler. The SDK's handler has read none of its body yet, that of the bundles all. */
export interface HandledResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: NodeJS.ReadableStream | string
}

/** Sends one request, as the SDK's `NodeHttpHandler` does. */
export interface HttpHandler {
  handle(request: SignableRequest): Promise<{ readonly response: HandledResponse }>
}

/** The settings of a client, by the names of the SDK's. */
export interface ClientSettings {
  readonly requestHandler: HttpHandler
  /** Absent: one attempt. */
  readonly maxAttempts?: number
  /** Absent: the function's own. */
  readonly region?: string
  /** Absent: the one that the environment names, else AWS's own. */
  readonly endpoint?: string
  /** Absent: those of the environment. */
  readonly credentials?: Credentials
}

/** One request to a service. */
export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly bucket?: string | undefined
  readonly path?: string | undefined
  readonly query?: Record<string, string>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a service responded. */
export interface ServiceResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** A service, and how its errors are read. */
export interface ServiceProtocol {
  readonly service: Service & {
    /** The name in signatures. */
    readonly signingName: string
    /** Its paths are signed as they are sent (S3). */
    readonly signsSentPath?: true
  }
  errorOf(response: ServiceResponse): Error
}

/** The part of a client that reaches the service. */
export type Send = (request: ServiceRequest) => Promise<Pick<ServiceResponse, 'text'>>

/** The region of a client. */
export const regionOf = ({ region }: Pick<ClientSettings, 'region'>): string =>
  region ?? process.env['AWS_REGION'] ?? ''

/** The milliseconds until another attempt: by chance, up to 100, 200, 400 (AWS SDKs and Tools Reference, retry behavior). */
const pauseMs = (attempts: number): number => Math.random() * 50 * 2 ** attempts

/**
 * Gives a function that signs a request (AWS Signature Version 4) and sends it, again while attempts are left and the
 * error is one that passes, or says that our clock is wrong. Throws the error that the protocol reads in a response, and
 * those of the network.
 */
export function signedRequests({ service, errorOf }: ServiceProtocol, settings: ClientSettings): Send {
  const { requestHandler, maxAttempts = 1 } = settings
  const sign = signerOf(service, settings)
  const clock = correctedClock()
  return async (request) => {
    for (let attempts = 1; ; attempts += 1) {
      let corrected = false
      try {
        const received = await traced(
          () => callOf(service, request),
          async () => {
            const { response } = await requestHandler.handle(await sign(request, clock.now()))
            return { status: response.statusCode, response, text: await textOf(response.body) }
          },
        )
        if (received.status < 300) return received
        const { headers } = received.response
        corrected = clock.correct(headers)
        throw errorOf({ ...received, headers })
      } catch (error) {
        if (attempts >= maxAttempts || !(corrected || isTransient(error))) throw error
        await setTimeout(pauseMs(attempts))
      }
    }
  }
}

/** What a trace says of a request. */
const callOf = (
  { prefix }: Service,
  { method, headers }: Pick<ServiceRequest, 'method' | 'headers'>,
): TracedCall => ({
  name: prefix,
  namespace: 'aws',
  operation: headers['x-amz-target']?.split('.').at(-1),
  method,
})

/** Signs the requests to one service. */
function signerOf(
  { signingName, signsSentPath, ...service }: ServiceProtocol['service'],
  settings: ClientSettings,
) {
  const region = regionOf(settings)
  const signer = new RequestSigner({
    service: signingName,
    region,
    credentials: settings.credentials ?? environmentCredentials,
    uriEscapePath: signsSentPath !== true,
  })
  const target = (more: Pick<ServiceRequest, 'bucket' | 'path'>): SigningTarget => {
    const address = addressOf(service, { region, endpoint: settings.endpoint, ...more })
    const { hostname, port } = address
    return { address, host: port === undefined ? hostname : `${hostname}:${port}` }
  }
  let usual: SigningTarget | undefined
  return ({ bucket, path, method, query = {}, headers, body }: ServiceRequest, now: Date) => {
    usual ??= target({})
    const { address, host } = bucket === undefined && path === undefined ? usual : target({ bucket, path })
    const all: Record<string, string> = { host, ...headers }
    addTracing(all)
    all['content-length'] = `${Buffer.byteLength(body)}`
    return signer.sign({ method, query, headers: all, body, ...address }, now)
  }
}

/** Where a request goes, with its header `host`. */
interface SigningTarget {
  readonly address: RequestTarget
  readonly host: string
}

/** Lets AWS know calls of one invocation, and stop functions that call each other forever (Lambda, recursive loops). */
function addTracing(headers: Record<string, string>): void {
  const trace = process.env['_X_AMZN_TRACE_ID']
  if (trace && process.env['AWS_LAMBDA_FUNCTION_NAME']) headers['x-amzn-trace-id'] = trace
}

/** A signature is valid for 5 minutes. */
const wrongByMs = 4 * 60_000

/** A clock that a service sets right by the time of its response, as the SDK's clients do. */
function correctedClock() {
  let aheadMs = 0
  return {
    now: () => new Date(Date.now() + aheadMs),
    /** Takes the headers of a failed response. Gives whether the clock was wrong. */
    correct({ date = '' }: Readonly<Record<string, string>>): boolean {
      const right = Date.parse(date) - Date.now()
      if (!(Math.abs(right - aheadMs) >= wrongByMs)) return false
      aheadMs = right
      return true
    },
  }
}

/**
 * The text of a body. Throws the errors of the network, also for a body that stops. An async iterator would make objects and
 * promises for each part, and an error for a stream that has ended would cost more than both.
 */
function textOf(body: HandledResponse['body']): string | Promise<string> {
  if (typeof body === 'string') return body
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const parts: Uint8Array[] = []
  if (body === undefined) return ''
  const stopped = (): void => reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
  body.on('data', (part: Uint8Array) => parts.push(part))
  body.once('end', () => {
    body.off('close', stopped)
    resolve(Buffer.concat(parts).toString())
  })
  body.once('error', reject)
  body.once('close', stopped)
  return promise
}
