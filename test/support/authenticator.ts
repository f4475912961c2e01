import {
  createHash,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'

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

/** The members of a COSE key (RFC 9053, section 7; RFC 8230, section 4) for each algorithm, and its new key pairs. */
const algorithms = {
  ES256: {
    cose: -7,
    pair: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    members: ({ x, y }: JsonWebKey): [number, Cbor][] => [
      [1, 2],
      [-1, 1],
      [-2, bytesOf(x)],
      [-3, bytesOf(y)],
    ],
  },
  EdDSA: {
    cose: -8,
    pair: () => generateKeyPairSync('ed25519'),
    members: ({ x }: JsonWebKey): [number, Cbor][] => [
      [1, 1],
      [-1, 6],
      [-2, bytesOf(x)],
    ],
  },
  RS256: {
    cose: -257,
    pair: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    members: ({ n, e }: JsonWebKey): [number, Cbor][] => [
      [1, 3],
      [-1, bytesOf(n)],
      [-2, bytesOf(e)],
    ],
  },
} as const
export type KeyAlgorithm = keyof typeof algorithms

const bytesOf = (text = ''): Buffer => Buffer.from(text, 'base64url')

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
  /** The new key signs its own attestation. */
  readonly signsItself?: boolean
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
  readonly #algorithm: KeyAlgorithm

  /** `synced`: its keys reach the person's other devices. `counts`: it says how often a key was used. */
  constructor(
    origin: string,
    { synced = true, counts = false, aaguid = '0'.repeat(32) } = {},
    algorithm: KeyAlgorithm = 'ES256',
  ) {
    this.#algorithm = algorithm
    this.#origin = origin
    this.#isSynced = synced
    this.#counts = counts
    this.#aaguid = aaguid
  }

  /** What `navigator.credentials.create` gives, in JSON. */
  create(options: Options, over: Deviations = {}) {
    const { cose, pair, members } = algorithms[this.#algorithm]
    const { publicKey, privateKey } = pair()
    const id = over.id ?? base64url(randomBytes(16))
    const rpId = text(options.rp?.id)
    const credential = { id, rpId, userHandle: text(options.user?.id), privateKey, counter: 0 }
    this.credentials.push(credential)
    const coseKey = cbor(new Map<number, Cbor>([[3, cose], ...members(publicKey.export({ format: 'jwk' }))]))
    const rawId = Buffer.from(id, 'base64url')
    const attested = [
      Buffer.from(this.#aaguid, 'hex'),
      Buffer.from([rawId.length >> 8, rawId.length & 255]),
      rawId,
      coseKey,
    ]
    const authData = Buffer.concat([this.#authenticatorData(rpId, over, true), ...attested])
    const clientDataJSON = this.#clientData('webauthn.create', options, over)
    const attestation = new Map<string, Cbor>([
      ['fmt', over.format ?? (over.signsItself ? 'packed' : 'none')],
      ['attStmt', over.signsItself ? this.#selfAttested(authData, clientDataJSON, privateKey) : new Map()],
      ['authData', authData],
    ])
    return {
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON,
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
    const signature = over.signature ?? this.#signed(authData, clientDataJSON, credential.privateKey)
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

  #signed(authData: Buffer, clientDataJSON: string, key: KeyObject): Buffer {
    const signed = Buffer.concat([authData, sha256(bytesOf(clientDataJSON))])
    return sign(this.#algorithm === 'EdDSA' ? null : 'sha256', signed, key)
  }

  /** The statement of a packed attestation by the key itself (WebAuthn, section 8.2). */
  #selfAttested(authData: Buffer, clientDataJSON: string, key: KeyObject): ReadonlyMap<string, Cbor> {
    return new Map<string, Cbor>([
      ['alg', algorithms[this.#algorithm].cose],
      ['sig', this.#signed(authData, clientDataJSON, key)],
    ])
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
