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

/** The names of headers as they are signed, which the SDK tells once each; undefined for one that is never signed. */
const signedNames = new Map<string, string | undefined>()

function signedName(name: string): string | undefined {
  if (signedNames.has(name)) return signedNames.get(name)
  const [signed] = Object.keys(getCanonicalHeaders(headersOnly({ [name]: '' })))
  if (signedNames.size < 100) signedNames.set(name, signed)
  return signed
}

const headersOnly = (headers: SignableRequest['headers']): SignableRequest => ({
  method: '',
  protocol: '',
  hostname: '',
  path: '',
  headers,
})

/** What a header's value has to be for a signature to hold it as it is: letters, and one space between words. */
const isPlain = /^[!-~]+(?: [!-~]+)*$/

const signedValue = (name: string, value: string): string =>
  isPlain.test(value) ? value : (getCanonicalHeaders(headersOnly({ [name]: value }))[name] ?? '')

/** The headers as a signature has them, and their names (AWS Signature Version 4, canonical request). */
function signedHeaders(headers: SignableRequest['headers']): {
  readonly lines: string
  readonly names: string
} {
  const values = new Map<string, string>()
  for (const given of Object.keys(headers).sort()) {
    const [name, value] = [signedName(given), headers[given]]
    if (name !== undefined && value !== undefined) values.set(name, signedValue(name, value))
  }
  const names = [...values.keys()].sort()
  return { lines: names.map((name) => `${name}:${values.get(name)}\n`).join(''), names: names.join(';') }
}

/**
 * Signs requests by their headers (AWS Signature Version 4, create a signed request). The SDK's `SignatureV4` says what is signed of
 * an address and of a header, and derives the key of a day; Node hashes. What is the same for each request is asked once: the SDK
 * asks each time, with five promises, and gives Node the key as bytes, which Node takes by an error of its own.
 */
export class RequestSigner extends SignatureV4Base {
  #signing: { readonly for: string; readonly key: KeyObject } | undefined
  #address: { readonly for: string; readonly text: string } | undefined

  constructor(settings: Omit<ConstructorParameters<typeof SignatureV4>[0], 'sha256'>) {
    super({ ...settings, sha256: Sha256 })
  }

  /** Takes a request whose body is a text or bytes, and the time. Gives its copy with a signature. */
  async sign(given: SignableRequest, now: Date): Promise<SignableRequest> {
    const [credentials, region] = [await this.credentialProvider(), await this.regionProvider()]
    const longDate = now.toISOString().replace(/[-:]|\.\d+/g, '')
    const shortDate = longDate.slice(0, 8)
    const scope = createScope(shortDate, region, this.service)
    const body = hash('sha256', given.body ?? '')
    const headers: SignableRequest['headers'] = {
      ...given.headers,
      'x-amz-date': longDate,
      ...(credentials.sessionToken && { 'x-amz-security-token': credentials.sessionToken }),
      'x-amz-content-sha256': body,
    }
    const { lines, names } = signedHeaders(headers)
    const canonical = `${this.#addressText(given)}${lines}\n${names}\n${body}`
    const text = `AWS4-HMAC-SHA256\n${longDate}\n${scope}\n${hash('sha256', canonical)}`
    const key = await this.#signingKey(credentials, shortDate, region)
    const signature = createHmac('sha256', key).update(text).digest('hex')
    const credential = `${credentials.accessKeyId}/${scope}`
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
    return { query: {}, ...given, headers }
  }

  /** The lines of a canonical request before its headers. Most requests go to one address. */
  #addressText({ method, path, query = {}, ...request }: SignableRequest): string {
    const wanted = `${method} ${path} ${Object.keys(query).length === 0 ? '' : JSON.stringify(query)}`
    if (this.#address?.for !== wanted) {
      const bare = { ...request, method, path, query, headers: {} }
      // Without headers and hash, three empty lines follow.
      this.#address = { for: wanted, text: this.createCanonicalRequest(bare, {}, '').slice(0, -3) }
    }
    return this.#address.text
  }

  /** The key of a day, which the SDK would look up by a hash of the credentials for each request. */
  async #signingKey(credentials: Credentials, day: string, region: string): Promise<KeyObject> {
    const wanted = `${day} ${region} ${credentials.accessKeyId} ${credentials.secretAccessKey}`
    if (this.#signing?.for !== wanted) {
      const derived = await getSigningKey(Sha256, credentials, day, region, this.service)
      this.#signing = { for: wanted, key: createSecretKey(derived) }
    }
    return this.#signing.key
  }
}
