import { createHash } from 'node:crypto'
import { CompactMap } from '../../domain/import/compact-map.ts'

/**
 * The line of a file that brought a value first. Keeps 64 bits of a hash for each value (SHA-256): of a million, two have the same
 * in one of thirty million files.
 */
export class FirstLines {
  readonly #lines = new CompactMap()

  /** The line that brought the value first. Undefined for a new value. */
  of(value: string): number | undefined {
    return this.#lines.get(...keyOf(value))
  }

  /** Notes the line of a value. The first line stays. Gives it. */
  note(value: string, line: number): number {
    const key = keyOf(value)
    const known = this.#lines.get(...key)
    if (known === undefined) this.#lines.set(...key, line)
    return known ?? line
  }
}

function keyOf(value: string): readonly [number, number] {
  const hash = createHash('sha256').update(value).digest()
  return [hash.readUInt32BE(0), hash.readUInt32BE(4)]
}
