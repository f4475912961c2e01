import * as v from 'valibot'
import type { Identity } from '../../domain/values/identity.ts'
import type { SealedToken } from '../../domain/visit/provider-token.ts'
import type { ProviderTokenSealing } from '../../flows/ports/tokens.ts'
import type { KeyRing } from '../key-ring.ts'
import { createSealing } from './sealing.ts'

const tokenSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    kind: v.picklist(['refresh', 'access']),
    token: v.pipe(v.string(), v.minLength(1)),
    expiresAt: v.exactOptional(
      v.pipe(
        v.string(),
        v.isoTimestamp(),
        v.transform((at) => new Date(at)),
      ),
    ),
    clientId: v.exactOptional(v.string()),
    shown: v.exactOptional(v.literal(true)),
  }),
)

const isSealed = (text: string): text is SealedToken => /^.+\.[\w-]{39,}$/.test(text)

const contextOf = ({ provider, subject }: Identity): string => `${provider} ${subject}`

/**
 * Seals stored provider tokens. The identity is the context: a token copied to another identity's item does not
 * open. `open` gives undefined if a token does not open.
 */
export function createProviderTokenSealing(ring: KeyRing['sealing']): ProviderTokenSealing {
  const sealing = createSealing(ring, 'ieum kept provider token')
  return {
    seal(identity, token) {
      const text = sealing.seal(contextOf(identity), JSON.stringify(token))
      if (!isSealed(text)) throw new Error('unreachable: a sealed token has a kid and a body')
      return text
    },
    open(identity, sealed) {
      const parsed = v.safeParse(tokenSchema, sealing.open(contextOf(identity), sealed))
      return parsed.success ? parsed.output : undefined
    },
  }
}
