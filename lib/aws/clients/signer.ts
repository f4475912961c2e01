import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import {
  createScope,
  getCanonicalHeaders,
  getSigningKey,
  type prepareRequest,
  type SignatureV4,
  SignatureV4Base,
} from '@smithy/signature-v4'
import type { Credentials } from './environment-credentials.ts'

type HashKey = string | ArrayBuffer | ArrayBufferView

/** SHA-256, or HMAC with a key, in the form that `SignatureV4` takes. */
export class Sha256 {
  readonly #key: HashKey | undefined
  #parts: Uint8Array[] = []

  constructor(key?: HashKey) {
    this.#key = key
  }

  update(data: Uint8Array): void {
    this.#parts.push(data)
  }

  async digest(): Promise<Uint8Array> {
    const [first = new Uint8Array(), ...others] = this.#parts
    const data = others.length === 0 ? first : Buffer.concat(this.#parts)
    return this.#key === undefined
      ? hash('sha256', data, 'buffer')
      : createHmac('sha256', bytesOf(this.#key)).update(data).digest()
  }

  reset(): void {
    this.#parts = []
  }
}

const bytesOf = (key: HashKey): string | NodeJS.ArrayBufferView =>
  key instanceof ArrayBuffer
    ? new Uint8Array(key)
    : typeof key === 'string'
      ? key
      : new Uint8Array(key.buffer, key.byteOffset, key.byteLength)

/** A request as it is signed and sent. */
export type SignableRequest = ReturnType<typeof prepareRequest>

/** A header's name as it is given and as it is signed. */
interface SignedName {
  readonly given: string
  readonly signed: string
}

/** The signed names among some, in their order. The SDK tells once of each list, of which our requests have few. */
const signedNames = new Map<string, readonly SignedName[]>()

function signedNamesOf(headers: SignableRequest['headers']): readonly SignedName[] {
  const given = Object.keys(headers)
  const list = given.join()
  const known = signedNames.get(list)
  if (known !== undefined) return known
  // Of names that differ in their case alone, the SDK signs the last one.
  const bySigned = new Map(
    given
      .toSorted()
      .flatMap((name) =>
        Object.keys(canonicalHeaders({ [name]: '' })).map((signed) => [signed, name] as const),
      ),
  )
  const found = [...bySigned]
    .map(([signed, name]) => ({ given: name, signed }))
    .toSorted((a, b) => (a.signed < b.signed ? -1 : Number(a.signed > b.signed)))
  if (signedNames.size < 100) signedNames.set(list, found)
  return found
}

const canonicalHeaders = (headers: SignableRequest['headers']) =>
  getCanonicalHeaders({ method: '', protocol: '', hostname: '', path: '', headers })

/** Lines of headers that a signature has as they are: letters, and one space between words. */
const arePlain = /^(?:[!-~]+:[!-~]+(?: [!-~]+)*\n)*$/

/** The lines of the headers, and their names (AWS Signature Version 4, canonical request). */
function signedHeaders(headers: SignableRequest['headers']): {
  readonly lines: string
  readonly names: string
} {
  let lines = ''
  let names = ''
  for (const { given, signed } of signedNamesOf(headers)) {
    lines += `${signed}:${headers[given]}\n`
    names += names === '' ? signed : `;${signed}`
  }
  if (arePlain.test(lines)) return { lines, names }
  const canonical = Object.entries(canonicalHeaders(headers)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    lines: canonical.map(([name, value]) => `${name}:${value}\n`).join(''),
    names: canonical.map(([name]) => name).join(';'),
  }
}

/** What signs: credentials, or what gives them. */
interface SignerSettings
  extends Omit<ConstructorParameters<typeof SignatureV4>[0], 'sha256' | 'credentials'> {
  readonly credentials: Credentials | (() => Credentials | Promise<Credentials>)
}

/** The key of a day with its scope, and what it was derived from. */
interface SigningKey {
  readonly credentials: Credentials
  readonly day: string
  readonly region: string
  readonly scope: string
  readonly key: KeyObject
}

/** The last second that was written as a signature has it. Requests come together. */
let lastSecond = { at: Number.NaN, text: '' }

/** A moment as `20261130T120000Z` (ISO 8601, basic format). */
function basicTime(moment: Date): string {
  const at = Math.floor(moment.getTime() / 1000)
  if (lastSecond.at !== at) lastSecond = { at, text: moment.toISOString().replace(/[-:]|\.\d+/g, '') }
  return lastSecond.text
}

/**
 * Signs requests by their headers (AWS Signature Version 4, create a signed request). The SDK's `SignatureV4` says what is signed of
 * an address and of headers, and derives the key of a day; Node hashes. What is the same for each request is asked once: the SDK
 * asks each time, with five promises, and gives Node the key as bytes, which Node takes by an error of its own.
 */
export class RequestSigner extends SignatureV4Base {
  readonly #settings: SignerSettings
  #signing: SigningKey | undefined
  #address: { readonly method: string; readonly path: string; readonly text: string } | undefined

  constructor(settings: SignerSettings) {
    // The SDK never asks for credentials here.
    super({ ...settings, credentials: nobody, sha256: Sha256 })
    this.#settings = settings
  }

  /** Takes a request whose body is a text or bytes, and the time. Gives its copy with a signature. */
  async sign(given: SignableRequest, now: Date): Promise<SignableRequest> {
    const { credentials: from, region: where } = this.#settings
    const credentials = typeof from === 'function' ? await from() : from
    const region = typeof where === 'string' ? where : await where()
    const longDate = basicTime(now)
    const day = longDate.slice(0, 8)
    const body = hash('sha256', given.body ?? '')
    const headers = { ...given.headers }
    headers['x-amz-date'] = longDate
    if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken
    headers['x-amz-content-sha256'] = body
    const { lines, names } = signedHeaders(headers)
    const canonical = hash('sha256', `${this.#addressText(given)}${lines}\n${names}\n${body}`)
    const known = this.#signing
    const isSame = known?.day === day && known.region === region && isOf(known.credentials, credentials)
    const { key, scope } = isSame ? known : await this.#derive(credentials, day, region)
    const text = `AWS4-HMAC-SHA256\n${longDate}\n${scope}\n${canonical}`
    const signature = createHmac('sha256', key).update(text).digest('hex')
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
    return { ...given, query: given.query ?? {}, headers }
  }

  /** The lines of a canonical request before its headers. Most requests go to one address. */
  #addressText(request: SignableRequest): string {
    const { method, path, query } = request
    const isBare = query === undefined || Object.keys(query).length === 0
    const known = this.#address
    if (isBare && known?.path === path && known.method === method) return known.text
    // Without headers and hash, three empty lines follow.
    const text = this.createCanonicalRequest(request, {}, '').slice(0, -3)
    if (isBare) this.#address = { method, path, text }
    return text
  }

  /** Derives the key of a day. The SDK would look it up by a hash of the credentials for each request. */
  async #derive(credentials: Credentials, day: string, region: string): Promise<SigningKey> {
    const derived = await getSigningKey(Sha256, credentials, day, region, this.service)
    const scope = createScope(day, region, this.service)
    this.#signing = { credentials, day, region, scope, key: createSecretKey(derived) }
    return this.#signing
  }
}

const nobody: Credentials = { accessKeyId: '', secretAccessKey: '' }

const isOf = (known: Credentials, { accessKeyId, secretAccessKey }: Credentials): boolean =>
  known.accessKeyId === accessKeyId && known.secretAccessKey === secretAccessKey
