import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import {
  createScope,
  getCanonicalHeaders,
  getPayloadHash,
  getSigningKey,
  prepareRequest,
  type SignatureV4,
  SignatureV4Base,
} from '@smithy/signature-v4'

type HashKey = string | ArrayBuffer | ArrayBufferView

/** SHA-256, or HMAC with a key, in the form that `SignatureV4` takes. */
export class Sha256 {
  readonly #start: () => Hash | Hmac
  #hash: Hash | Hmac

  constructor(key?: HashKey) {
    this.#start = () => (key === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(key)))
    this.#hash = this.#start()
  }

  update(data: Uint8Array): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    this.#hash = this.#start()
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
    const key = await getSigningKey(Sha256, credentials, shortDate, region, this.service)
    const signature = createHmac('sha256', key).update(text).digest('hex')
    const names = this.getCanonicalHeaderList(headers)
    const credential = `${credentials.accessKeyId}/${scope}`
    request.headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
    return request
  }
}
