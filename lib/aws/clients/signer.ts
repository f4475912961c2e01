import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import {
  createScope,
  getCanonicalHeaders,
  getPayloadHash,
  getSigningKey,
  prepareRequest,
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

/**
 * Signs requests by their headers (AWS Signature Version 4, create a signed request). Made of the parts of the SDK's
 * `SignatureV4`, which also signs addresses, events and messages, in 2 KB of a bundle.
 */
export class RequestSigner extends SignatureV4Base {
  #signing: { readonly for: string; readonly key: KeyObject } | undefined

  constructor(settings: Omit<ConstructorParameters<typeof SignatureV4>[0], 'sha256'>) {
    super({ ...settings, sha256: Sha256 })
  }

  async sign(given: SignableRequest, now: Date): Promise<SignableRequest> {
    const [credentials, region] = [await this.credentialProvider(), await this.regionProvider()]
    const { longDate, shortDate } = this.formatDate(now)
    const scope = createScope(shortDate, region, this.service)
    const request = prepareRequest(given)
    request.headers['x-amz-date'] = longDate
    if (credentials.sessionToken) request.headers['x-amz-security-token'] = credentials.sessionToken
    const hash = await getPayloadHash(request, Sha256)
    request.headers['x-amz-content-sha256'] = hash
    const headers = getCanonicalHeaders(request)
    const canonical = this.createCanonicalRequest(request, headers, hash)
    const text = await this.createStringToSign(longDate, scope, canonical, 'AWS4-HMAC-SHA256')
    const key = await this.#signingKey(credentials, shortDate, region)
    const signature = createHmac('sha256', key).update(text).digest('hex')
    const names = this.getCanonicalHeaderList(headers)
    const credential = `${credentials.accessKeyId}/${scope}`
    request.headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
    return request
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
