import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

/* An authenticator in software, as strict or as broken as a story needs (WebAuthn, section 6). */

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>

/** The head of a CBOR item (RFC 8949, section 3). */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, part]) => [cbor(key), cbor(part)])])
}

const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** A key pair that the authenticator keeps. */
interface Credential {
  readonly id: string
  readonly rpId: string
  readonly userHandle: string
  readonly privateKey: KeyObject
  counter: number
}

/** The differences from a well-behaved authenticator in a good browser. */
export interface Deviations {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly crossOrigin?: boolean
  /** The person touched the authenticator, and showed no PIN, finger or face. */
  readonly isVerified?: boolean
  readonly isPresent?: boolean
  readonly counter?: number
  readonly userHandle?: string | null
  readonly id?: string
  readonly format?: string
  readonly transports?: readonly string[]
  readonly signature?: Uint8Array
}

const flagsOf = ({ isPresent = true, isVerified = true }: Deviations, hasKey: boolean, isSynced: boolean) =>
  (isPresent ? 1 : 0) | (isVerified ? 4 : 0) | (isSynced ? 8 | 16 : 0) | (hasKey ? 64 : 0)

const text = (value: unknown): string => String(value)

export interface Options {
  readonly challenge?: unknown
  readonly rpId?: unknown
  readonly rp?: { readonly id?: unknown }
  readonly user?: { readonly id?: unknown }
  readonly excludeCredentials?: readonly { readonly id?: unknown }[]
}

/** An authenticator that a person has at hand, with the browser around it. */
export class Authenticator {
  readonly credentials: Credential[] = []
  readonly #origin: string
  readonly #isSynced: boolean
  readonly #counts: boolean
  readonly #aaguid: string

  /** `synced`: its keys reach the person's other devices. `counts`: it says how often a key was used. */
  constructor(origin: string, { synced = true, counts = false, aaguid = '0'.repeat(32) } = {}) {
    this.#origin = origin
    this.#isSynced = synced
    this.#counts = counts
    this.#aaguid = aaguid
  }

  /** What `navigator.credentials.create` gives, in JSON. */
  create(options: Options, over: Deviations = {}) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const id = over.id ?? base64url(randomBytes(16))
    const rpId = text(options.rp?.id)
    const credential = { id, rpId, userHandle: text(options.user?.id), privateKey, counter: 0 }
    this.credentials.push(credential)
    const coseKey = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    )
    const rawId = Buffer.from(id, 'base64url')
    const attested = [
      Buffer.from(this.#aaguid, 'hex'),
      Buffer.from([rawId.length >> 8, rawId.length & 255]),
      rawId,
      coseKey,
    ]
    const authData = Buffer.concat([this.#authenticatorData(rpId, over, true), ...attested])
    const attestation = new Map<string, Cbor>([
      ['fmt', over.format ?? 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ])
    return {
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options, over),
        attestationObject: base64url(cbor(attestation)),
        transports: over.transports ?? ['internal', 'hybrid'],
      },
    }
  }

  /** What `navigator.credentials.get` gives, in JSON. Uses the newest passkey of the relying party, or the named one. */
  get(options: Options, over: Deviations = {}) {
    const rpId = text(options.rpId)
    const credential = this.credentials.findLast(
      (one) => one.rpId === rpId && (!over.id || one.id === over.id),
    )
    if (credential === undefined) throw new Error(`no passkey of ${rpId}`)
    if (this.#counts) credential.counter += 1
    const counted = { ...over, counter: over.counter ?? credential.counter }
    const authData = this.#authenticatorData(rpId, counted, false)
    const clientDataJSON = this.#clientData('webauthn.get', options, over)
    const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, 'base64url'))])
    const signature = over.signature ?? createSign('sha256').update(signed).sign(credential.privateKey)
    const { id, userHandle } = credential
    return {
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON,
        authenticatorData: base64url(authData),
        signature: base64url(signature),
        userHandle: over.userHandle === undefined ? userHandle : over.userHandle,
      },
    }
  }

  #authenticatorData(rpId: string, over: Deviations, hasKey: boolean): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(over.counter ?? 0)
    const flags = Buffer.from([flagsOf(over, hasKey, this.#isSynced)])
    return Buffer.concat([sha256(over.rpId ?? rpId), flags, counter])
  }

  #clientData(type: string, { challenge }: Options, over: Deviations): string {
    const clientData = {
      type: over.type ?? type,
      challenge: over.challenge ?? text(challenge),
      origin: over.origin ?? this.#origin,
      crossOrigin: over.crossOrigin ?? false,
    }
    return base64url(Buffer.from(JSON.stringify(clientData)))
  }
}
