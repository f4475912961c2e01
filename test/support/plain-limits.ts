import {
  maxCodeAttempts,
  type ProvenAddress,
  type Verification,
} from '../../lib/domain/values/verification.ts'
import type { Limits, Verifications } from '../../lib/flows/ports/store.ts'

/** Counters in a map. A window starts with its first attempt. */
export function plainLimits(): Limits & { readonly spent: string[] } {
  const windows = new Map<string, { count: number; until: number }>()
  const spent: string[] = []
  const nameOf = (limit: { name: string }, key: string): string => `${limit.name} ${key}`
  return {
    spent,
    async spend(limit, key, now) {
      const name = nameOf(limit, key)
      spent.push(name)
      const held = windows.get(name)
      const until = now.getTime() + limit.windowSeconds * 1000
      const window = held !== undefined && held.until > now.getTime() ? held : { count: 0, until }
      windows.set(name, window)
      if (window.count >= limit.max) return { retryAfter: Math.ceil((window.until - now.getTime()) / 1000) }
      window.count += 1
      return undefined
    },
    async forget(limit, key) {
      windows.delete(nameOf(limit, key))
    },
  }
}

interface Held {
  readonly verification: Verification
  tries: number
  dead: boolean
  proof?: ProvenAddress
}

/** Codes in a map, with their proofs and the use of each proof. */
export interface PlainProofs extends Verifications {
  readonly started: Verification[]
  /** Consumes a proof. Gives false for a used one. */
  use(proof: ProvenAddress): boolean
}

export function plainProofs(): PlainProofs {
  const all = new Map<string, Held>()
  const started: Verification[] = []
  return {
    started,
    async start(verification) {
      const { address, purpose } = verification
      for (const held of all.values()) {
        const { verification: older } = held
        if (older.address.value === address.value && older.purpose === purpose) held.dead = true
      }
      all.set(verification.id, { verification, tries: 0, dead: false })
      started.push(verification)
    },
    async confirm(id, codeHash, tokenId, now) {
      const held = all.get(id)
      if (held === undefined || held.dead || held.proof !== undefined) return undefined
      const { verification } = held
      if (verification.expiresAt <= now || held.tries >= maxCodeAttempts) return undefined
      held.tries += 1
      if (verification.codeHash !== codeHash) return undefined
      const { address, purpose, startedAt } = verification
      held.proof = { verificationId: id, tokenId, address, purpose, startedAt }
      return held.proof
    },
    async find(id, tokenId) {
      const held = all.get(id)
      return held?.proof?.tokenId === tokenId && !held.dead ? held.proof : undefined
    },
    use({ verificationId }) {
      const held = all.get(verificationId)
      if (held?.proof === undefined || held.dead) return false
      held.dead = true
      return true
    },
  }
}
