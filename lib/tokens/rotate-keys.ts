import type { StageKeys } from './make-keys.ts'

/** What an operator asks for. */
export interface Rotation {
  readonly now: Date
  /** Forget keys that were replaced at least this many days ago. Absent: forget none. */
  readonly dropOlderThanDays?: number | undefined
  /** Begin hashing anew: nothing that was hashed before can be found any more. */
  readonly newHashingKey?: boolean | undefined
}

interface Dated {
  readonly createdAt: string
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * Takes the keys in use and new ones, and gives those to store: new ones in front, old ones behind them for what
 * they have signed or sealed. Pure.
 *
 * Sealed provider tokens and hashes lie in the table for years. So no sealing key is ever forgotten, and the
 * hashing key stays the one it is, since hashes of two keys cannot be compared.
 */
export function rotateKeys(current: StageKeys, fresh: StageKeys, rotation: Rotation): StageKeys {
  const keepsHashing = current.hashing.length > 0 && rotation.newHashingKey !== true
  return {
    signing: withoutRetired([...fresh.signing, ...current.signing], rotation),
    refresh: withoutRetired([...fresh.refresh, ...current.refresh], rotation),
    sealing: [...fresh.sealing, ...current.sealing],
    hashing: keepsHashing ? current.hashing : fresh.hashing,
  }
}

/**
 * What counts is the day on which a key's successor took over. Its own first day says nothing: a key of two years
 * ago that was replaced a minute ago has signed every token that is alive.
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
