import { createHash } from 'node:crypto'
import { CompactMap } from '../../../../domain/import/compact-map.ts'
import type { FoundClaim, FoundShare } from '../../../../domain/import/shared-contacts.ts'

/** Who has a contact: a member who claims it, and several who share it. */
export interface ContactHolders {
  /** `stored`: it is the claim of the table, which no earlier record has changed. */
  readonly claim: (FoundClaim & { readonly stored: boolean }) | undefined
  readonly share: FoundShare | undefined
}

const known = 1
const claimed = 2
const verified = 4
const imported = 8
const shared = 16
const contested = 32
const stored = 64

/**
 * What the earlier records of a file would have made of values, where it differs from the table. Keeps a hash for each value, as
 * `CompactMap` does, so that a check of a million members fits into memory.
 */
export class ForeseenValues {
  readonly #flags = new CompactMap()

  /** The holders of a contact. Undefined where no earlier record has changed them. */
  holders(contact: string): ContactHolders | undefined {
    const flags = this.#flags.get(...keyOf(contact))
    if (flags === undefined) return undefined
    return {
      claim:
        flags & claimed
          ? {
              verified: (flags & verified) !== 0,
              imported: (flags & imported) !== 0,
              stored: (flags & stored) !== 0,
            }
          : undefined,
      share: flags & shared ? { contested: (flags & contested) !== 0 } : undefined,
    }
  }

  setHolders(contact: string, { claim, share }: ContactHolders): void {
    const flags =
      known |
      (claim === undefined ? 0 : claimed) |
      (claim?.verified ? verified : 0) |
      (claim?.imported ? imported : 0) |
      (claim?.stored ? stored : 0) |
      (share === undefined ? 0 : shared) |
      (share?.contested ? contested : 0)
    this.#flags.set(...keyOf(contact), flags)
  }

  /** Whether a value that one member has alone is taken. Undefined where no earlier record has changed it. */
  isTaken(value: string): boolean | undefined {
    const flags = this.#flags.get(...keyOf(value))
    return flags === undefined ? undefined : (flags & claimed) !== 0
  }

  setTaken(value: string, taken: boolean): void {
    this.#flags.set(...keyOf(value), taken ? known | claimed : known)
  }
}

function keyOf(value: string): readonly [number, number] {
  const hash = createHash('sha256').update(value).digest()
  return [hash.readUInt32BE(0), hash.readUInt32BE(4)]
}
