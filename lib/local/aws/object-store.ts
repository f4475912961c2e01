import { type Header, type LocalRequest, type LocalResponse, splitTarget } from '../gateway/exchange.ts'
import { startServer } from '../gateway/server.ts'
import { fieldsFault, type PostedForm, readPostedForm } from './posted-form.ts'

/** A file in a bucket. */
export interface StoredObject {
  readonly bucket: string
  readonly key: string
  readonly type: string
  readonly bytes: number
  /** The tags as XML, as received. */
  readonly tagging: string
  readonly putAt: Date
}

/** The bucket, its signing keys, and the pages that may call it. */
export interface ObjectStoreOptions {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly bucket: string
  /** The origins in the bucket's CORS rule. */
  readonly origins: readonly string[]
  /** ieum's clock, by which the lifecycle rule deletes pending files. */
  readonly now: () => Date
}

/** A running stand-in for S3. */
export interface ObjectStore {
  /** The endpoint of S3 for the AWS SDK. */
  readonly endpoint: string
  /** The stored files. A pending file disappears after a day. */
  objects(): readonly StoredObject[]
  stop(): Promise<void>
}

const dayMs = 86_400_000
const isPending = ({ tagging }: StoredObject): boolean =>
  /<Key>state<\/Key>\s*<Value>pending<\/Value>/.test(tagging)

/** An error in S3's format. */
const fault = (status: number, code: string, message: string): LocalResponse => ({
  status,
  headers: [['content-type', 'application/xml']],
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
})

const forbidden = fault(403, 'AccessDenied', 'Access Denied')
const noSuchKey = fault(404, 'NoSuchKey', 'The specified key does not exist.')
const done = (status: 200 | 204): LocalResponse => ({ status, headers: [], body: '' })

/**
 * Starts a stand-in for S3 on a free port of this machine. It accepts posted forms and tags as strictly as
 * S3. The bucket is private, so nobody reads a file.
 */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const stored = new Map<string, StoredObject>()
  const objects = (): readonly StoredObject[] => {
    const oldest = options.now().getTime() - dayMs
    return [...stored.values()].filter((object) => !isPending(object) || object.putAt.getTime() > oldest)
  }
  const server = await startServer(0, async (request) => respond(request, options, stored, objects))
  return { endpoint: `http://127.0.0.1:${server.port}`, objects, stop: () => server.stop() }
}

async function respond(
  request: LocalRequest,
  options: ObjectStoreOptions,
  stored: Map<string, StoredObject>,
  objects: () => readonly StoredObject[],
): Promise<LocalResponse> {
  const { path, query } = splitTarget(request.target)
  const [bucket, ...rest] = decodeURIComponent(path.slice(1)).split('/')
  const key = rest.join('/')
  if (bucket !== options.bucket) return fault(404, 'NoSuchBucket', 'The specified bucket does not exist')
  if (request.method === 'OPTIONS') return withCors(request, options, done(200))
  if (request.method === 'POST' && key === '')
    return withCors(request, options, await post(request, options, stored))
  if (request.method === 'PUT' && new URLSearchParams(query).has('tagging')) {
    const known = objects().find((object) => object.key === key)
    return retag(request, options, stored, known)
  }
  return forbidden
}

async function post(
  request: LocalRequest,
  options: ObjectStoreOptions,
  stored: Map<string, StoredObject>,
): Promise<LocalResponse> {
  const form = await readPostedForm(header(request, 'content-type') ?? '', request.body)
  if (form === undefined)
    return fault(400, 'MalformedPOSTRequest', 'The body is not well-formed multipart/form-data.')
  const formFault = fieldsFault(form, options)
  if (formFault !== undefined) return fault(formFault.status, formFault.code, formFault.message)
  stored.set(form.key, objectOf(form, options))
  return done(204)
}

const objectOf = ({ key, fields, bytes }: PostedForm, { bucket, now }: ObjectStoreOptions): StoredObject => ({
  bucket,
  key,
  type: fields.get('content-type') ?? 'binary/octet-stream',
  bytes,
  tagging: fields.get('tagging') ?? '',
  putAt: now(),
})

/** The SDK's call `PutObjectTagging`. Of its signature only the key is checked. */
function retag(
  request: LocalRequest,
  { accessKeyId }: ObjectStoreOptions,
  stored: Map<string, StoredObject>,
  known: StoredObject | undefined,
): LocalResponse {
  const authorization = header(request, 'authorization') ?? ''
  if (!authorization.startsWith(`AWS4-HMAC-SHA256 Credential=${accessKeyId}/`)) return forbidden
  if (known === undefined) return noSuchKey
  stored.set(known.key, { ...known, tagging: request.body.toString('utf8') })
  return done(200)
}

const header = ({ headers }: LocalRequest, name: string): string | undefined =>
  headers.find(([headerName]) => headerName.toLowerCase() === name)?.[1]

function withCors(
  request: LocalRequest,
  { origins }: ObjectStoreOptions,
  response: LocalResponse,
): LocalResponse {
  const origin = header(request, 'origin')
  if (origin === undefined) return response
  if (!origins.includes(origin)) {
    return request.method === 'OPTIONS'
      ? fault(403, 'AccessForbidden', 'CORSResponse: not allowed')
      : response
  }
  const cors: readonly Header[] = [
    ['access-control-allow-origin', origin],
    ['access-control-allow-methods', 'POST'],
    ['access-control-allow-headers', header(request, 'access-control-request-headers') ?? '*'],
    ['vary', 'Origin'],
  ]
  return { ...response, headers: [...response.headers, ...cors] }
}
