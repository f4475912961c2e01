import {
  type Count,
  countedAt,
  intervalOf,
  type LimitedAttempt,
  nextAt,
  secondsUntil,
} from '../../lib/domain/limits/limit.ts'
import type { NewMessage } from '../../lib/domain/message/message.ts'
import {
  maxCodeAttempts,
  type ProvenAddress,
  type Verification,
} from '../../lib/domain/values/verification.ts'
import type { Limits, Verifications } from '../../lib/flows/ports/store.ts'

/** Counters in a map. `spent` has the counted limits in order: `name key`. */
export function plainLimits(): Limits & { readonly spent: string[] } {
  const counts = new Map<string, Count>()
  const spent: string[] = []
  const nameOf = ({ limit, key }: LimitedAttempt): string => `${limit.name} ${key}`
  return {
    spent,
    look: async (attempts) =>
      attempts.map((attempt) => {
        const count = counts.get(nameOf(attempt))
        return count === undefined ? attempt : { ...attempt, count }
      }),
    async spend(attempts, now) {
      const full = attempts.flatMap((attempt) => {
        const count = counts.get(nameOf(attempt))
        const until = count && nextAt(attempt.limit, count)
        return until !== undefined && until > now ? [{ limit: attempt.limit, until }] : []
      })
      const [first] = full
      if (first !== undefined) {
        const retryAfter = Math.max(...full.map(({ until }) => secondsUntil(until, now)))
        return { limit: first.limit, retryAfter }
      }
      for (const attempt of attempts) {
        counts.set(nameOf(attempt), countedAt(attempt.limit, counts.get(nameOf(attempt)), now))
        spent.push(nameOf(attempt))
      }
      return undefined
    },
    async isKnownFull({ limit, key }, now) {
      const count = counts.get(nameOf({ limit, key }))
      return count !== undefined && nextAt(limit, count) > now
    },
    async giveBack(attempts) {
      for (const attempt of attempts) {
        const count = counts.get(nameOf(attempt))
        if (count === undefined) continue
        const emptyAt = new Date(count.emptyAt.getTime() - intervalOf(attempt.limit))
        counts.set(nameOf(attempt), { emptyAt, lastAt: new Date(0) })
      }
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

/** `leave` takes the message of each code. */
export function plainProofs(leave: (message: NewMessage) => void = () => {}): PlainProofs {
  const all = new Map<string, Held>()
  const started: Verification[] = []
  return {
    started,
    async start(verification, message) {
      leave(message)
      all.set(verification.id, { verification, tries: 0, dead: false })
      started.push(verification)
    },
    async confirm(id, isRight, tokenId, now) {
      const held = all.get(id)
      if (held === undefined || held.dead || held.proof !== undefined) return undefined
      const { verification } = held
      if (verification.expiresAt <= now || held.tries >= maxCodeAttempts) return undefined
      held.tries += 1
      if (!isRight(verification)) return undefined
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
