import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { Identity } from '../domain/values/identity.ts'
import type { ProviderToken, SealedToken } from '../domain/visit/provider-token.ts'
import type { ProviderTokenSealing } from '../flows/ports/tokens.ts'
import { type KeyRing, keyNamed } from './key-ring.ts'

const cipher = 'aes-256-gcm'
const sizes = { iv: 12, tag: 16 } as const

const tokenSchema = v.object({
  kind: v.picklist(['refresh', 'access']),
  token: v.pipe(v.string(), v.minLength(1)),
  expiresAt: v.exactOptional(
    v.pipe(
      v.string(),
      v.isoTimestamp(),
      v.transform((at) => new Date(at)),
    ),
  ),
  shown: v.exactOptional(v.literal(true)),
})

const isSealed = (text: string): text is SealedToken => /^.+\.[\w-]{39,}$/.test(text)

/**
 * A key derived from the stage's sealing key (HKDF, RFC 5869), since that key itself seals OAuth requests.
 */
const keyFor = (key: KeyObject): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key.export(), '', 'ieum kept provider token', 32))

/** The additional data of a sealed token. A token copied to another identity's item does not open. */
const context = (kid: string, { provider, subject }: Identity): Buffer =>
  Buffer.from(`${kid} ${provider} ${subject}`, 'utf8')

/**
 * Seals stored provider tokens with AES-256-GCM. The newest sealing key is used and its id is
 * prefixed; the identity is additional data. Older keys still open what they sealed. `open` gives
 * undefined if a token does not open.
 */
export function createProviderTokenSealing(ring: KeyRing['sealing']): ProviderTokenSealing {
  return {
    seal(identity, token) {
      const [{ kid, key }] = ring
      const iv = randomBytes(sizes.iv)
      const sealing = createCipheriv(cipher, keyFor(key), iv).setAAD(context(kid, identity))
      const sealed = [iv, sealing.update(JSON.stringify(token), 'utf8'), sealing.final()]
      const text = `${kid}.${Buffer.concat([...sealed, sealing.getAuthTag()]).toString('base64url')}`
      if (!isSealed(text)) throw new Error('unreachable: a sealed token has a kid and a body')
      return text
    },
    open(identity, sealed) {
      // A key id written by hand may contain a dot.
      const end = sealed.lastIndexOf('.')
      const [kid, body] = [sealed.slice(0, Math.max(end, 0)), sealed.slice(end + 1)]
      const key = keyNamed(ring, kid)
      return key === undefined ? undefined : opened(key, kid, identity, Buffer.from(body, 'base64url'))
    },
  }
}

function opened(key: KeyObject, kid: string, identity: Identity, body: Buffer): ProviderToken | undefined {
  try {
    const opening = createDecipheriv(cipher, keyFor(key), body.subarray(0, sizes.iv), {
      authTagLength: sizes.tag,
    })
      .setAAD(context(kid, identity))
      .setAuthTag(body.subarray(-sizes.tag))
    const text = Buffer.concat([opening.update(body.subarray(sizes.iv, -sizes.tag)), opening.final()])
    return v.parse(tokenSchema, JSON.parse(text.toString('utf8')))
  } catch {
    return undefined
  }
}
