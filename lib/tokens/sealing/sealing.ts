import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { keyNamed, type Ring } from '../key-ring.ts'

const cipher = 'aes-256-gcm'
/** The bytes of AES-GCM's initialization vector and tag (RFC 7518, section 5.3). */
export const sizes = { iv: 12, tag: 16 } as const

/**
 * Gives the keys of one purpose, each derived once from a key of the stage (HKDF, RFC 5869), since that key itself seals
 * OAuth requests.
 */
export function keysFor(purpose: string): (key: KeyObject) => KeyObject {
  const derived = new WeakMap<KeyObject, KeyObject>()
  return (key) => {
    const known = derived.get(key)
    if (known !== undefined) return known
    const fresh = createSecretKey(new Uint8Array(hkdfSync('sha256', key.export(), '', purpose, 32)))
    derived.set(key, fresh)
    return fresh
  }
}

/** Sealed text opens only beside the context that it was sealed with. */
export interface Sealing {
  seal(context: string, text: string): string
  /** Undefined if the text does not open. */
  open(context: string, sealed: string): string | undefined
}

/**
 * Seals text with AES-256-GCM. The first key of the ring is used and its id is prefixed; the context is additional
 * data, so a copy in another row does not open. Older keys still open what they sealed.
 */
export function createSealing(ring: Ring<KeyObject>, purpose: string): Sealing {
  const keyFor = keysFor(purpose)
  return {
    seal(context, text) {
      const [{ kid, key }] = ring
      const iv = randomBytes(sizes.iv)
      const sealing = createCipheriv(cipher, keyFor(key), iv).setAAD(Buffer.from(`${kid} ${context}`))
      const sealed = [iv, sealing.update(text, 'utf8'), sealing.final()]
      return `${kid}.${Buffer.concat([...sealed, sealing.getAuthTag()]).toString('base64url')}`
    },
    open(context, sealed) {
      // A key id written by hand may contain a dot.
      const end = sealed.lastIndexOf('.')
      const [kid, body] = [sealed.slice(0, Math.max(end, 0)), sealed.slice(end + 1)]
      const key = keyNamed(ring, kid)
      return key && opened(keyFor(key), Buffer.from(`${kid} ${context}`), Buffer.from(body, 'base64url'))
    },
  }
}

function opened(key: KeyObject, context: Buffer, body: Buffer): string | undefined {
  if (body.length < sizes.iv + sizes.tag) return undefined
  try {
    const opening = createDecipheriv(cipher, key, body.subarray(0, sizes.iv), { authTagLength: sizes.tag })
      .setAAD(context)
      .setAuthTag(body.subarray(-sizes.tag))
    const text = Buffer.concat([opening.update(body.subarray(sizes.iv, -sizes.tag)), opening.final()])
    return text.toString('utf8')
  } catch {
    return undefined
  }
}
