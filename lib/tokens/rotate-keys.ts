import type { StageKeys } from './make-keys.ts'

/** The options of a rotation. */
export interface Rotation {
  readonly now: Date
  /** Drop keys that were replaced at least this many days ago. Absent: drop none. */
  readonly dropOlderThanDays?: number | undefined
  /** Replace the hashing key. Earlier hashes then match nothing any more. */
  readonly newHashingKey?: boolean | undefined
}

interface Dated {
  readonly createdAt: string
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * Combines the current keys with new ones: new keys first, old keys after them for the tokens that they
 * signed or sealed. Pure.
 *
 * Sealed provider tokens and hashes stay in the table for years. So no sealing key is ever dropped, and the
 * hashing key stays, since hashes of two keys cannot be compared.
 */
export function rotateKeys(current: StageKeys, fresh: StageKeys, rotation: Rotation): StageKeys {
  const keepsHashingKey = current.hashing.length > 0 && rotation.newHashingKey !== true
  return {
    signing: withoutRetired([...fresh.signing, ...current.signing], rotation),
    rs256: withoutRetired([...fresh.rs256, ...current.rs256], rotation),
    hs256: withoutRetired([...fresh.hs256, ...current.hs256], rotation),
    refresh: withoutRetired([...fresh.refresh, ...current.refresh], rotation),
    sealing: [...fresh.sealing, ...current.sealing],
    hashing: keepsHashingKey ? current.hashing : fresh.hashing,
  }
}

/**
 * Drops keys by the day of their replacement. The creation day says nothing: a key from two years ago that
 * was replaced a minute ago has signed every live token.
 */
function withoutRetired<Key extends Dated>(
  keys: readonly Key[],
  { now, dropOlderThanDays }: Rotation,
): Key[] {
  if (dropOlderThanDays === undefined) return [...keys]
  const latest = now.getTime() - dropOlderThanDays * dayMs
  return keys.filter((_, index) => {
    const successor = keys[index - 1]
    return successor === undefined || Date.parse(successor.createdAt) > latest
  })
}
