import { type Header, type LocalRequest, type LocalResponse, splitTarget } from '../gateway/exchange.ts'
import { startServer } from '../gateway/server.ts'
import { fieldsFault, type PostedForm, readPostedForm } from './posted-form.ts'

/** A file that is kept in a bucket. */
export interface StoredObject {
  readonly bucket: string
  readonly key: string
  readonly type: string
  readonly bytes: number
  /** As XML, as it was put. */
  readonly tagging: string
  readonly putAt: Date
}

/** The keys by which callers sign, and who may call from a page. */
export interface ObjectStoreOptions {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly bucket: string
  /** The rule of the bucket for pages of other origins. */
  readonly origins: readonly string[]
  /** The product's time, by which the rule of the bucket deletes what nobody keeps. */
  readonly now: () => Date
}

export interface ObjectStore {
  /** Where the SDK finds S3. */
  readonly endpoint: string
  /** What is there: what nobody kept is gone after a day. */
  objects(): readonly StoredObject[]
  stop(): Promise<void>
}

const dayMs = 86_400_000
const isPending = ({ tagging }: StoredObject): boolean =>
  /<Key>state<\/Key>\s*<Value>pending<\/Value>/.test(tagging)

/** An error as S3 writes it. */
const fault = (status: number, code: string, message: string): LocalResponse => ({
  status,
  headers: [['content-type', 'application/xml']],
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
})

const forbidden = fault(403, 'AccessDenied', 'Access Denied')
const noSuchKey = fault(404, 'NoSuchKey', 'The specified key does not exist.')
const done = (status: 200 | 204): LocalResponse => ({ status, headers: [], body: '' })

/**
 * Starts a stand-in for S3 on a free port of this machine: forms that are posted and tags that are put, as strictly as
 * there. Nobody reads a file: the bucket is private.
 */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const stored = new Map<string, StoredObject>()
  const objects = (): readonly StoredObject[] => {
    const oldest = options.now().getTime() - dayMs
    return [...stored.values()].filter((object) => !isPending(object) || object.putAt.getTime() > oldest)
  }
  const server = await startServer(0, async (request) => answer(request, options, stored, objects))
  return { endpoint: `http://127.0.0.1:${server.port}`, objects, stop: () => server.stop() }
}

async function answer(
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
  const wrong = fieldsFault(form, options)
  if (wrong !== undefined) return fault(wrong.status, wrong.code, wrong.message)
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

/** The SDK's own call; of its signature only the key is looked at. */
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
  headers.find(([given]) => given.toLowerCase() === name)?.[1]

function withCors(
  request: LocalRequest,
  { origins }: ObjectStoreOptions,
  answered: LocalResponse,
): LocalResponse {
  const origin = header(request, 'origin')
  if (origin === undefined) return answered
  if (!origins.includes(origin)) {
    return request.method === 'OPTIONS'
      ? fault(403, 'AccessForbidden', 'CORSResponse: not allowed')
      : answered
  }
  const cors: readonly Header[] = [
    ['access-control-allow-origin', origin],
    ['access-control-allow-methods', 'POST'],
    ['access-control-allow-headers', header(request, 'access-control-request-headers') ?? '*'],
    ['vary', 'Origin'],
  ]
  return { ...answered, headers: [...answered.headers, ...cors] }
}
