/** Where a map starts. A power of two, as every size. */
const firstSize = 1024

/** How full a table may be before it is doubled. */
const fullest = 0.7

/**
 * Numbers from 1 to 2^32 - 1 by keys of 64 bits, in 12 bytes a place (open addressing): some 25 bytes an entry, a tenth of
 * what a `Map` takes. The keys are hashes, so they are spread evenly.
 */
export class CompactMap {
  #size = firstSize
  #high = new Uint32Array(firstSize)
  #low = new Uint32Array(firstSize)
  #values = new Uint32Array(firstSize)
  #count = 0

  get(high: number, low: number): number | undefined {
    const value = this.#values[this.#placeOf(high, low)] ?? 0
    return value === 0 ? undefined : value
  }

  set(high: number, low: number, value: number): void {
    if (this.#count >= this.#size * fullest) this.#double()
    const place = this.#placeOf(high, low)
    if (this.#values[place] === 0) this.#count += 1
    this.#high[place] = high
    this.#low[place] = low
    this.#values[place] = value
  }

  /** The place of a key, or the empty place where it belongs. */
  #placeOf(high: number, low: number): number {
    const mask = this.#size - 1
    let place = low & mask
    while (this.#values[place] !== 0 && !(this.#high[place] === high && this.#low[place] === low))
      place = (place + 1) & mask
    return place
  }

  #double(): void {
    const [high, low, values] = [this.#high, this.#low, this.#values]
    this.#size *= 2
    this.#high = new Uint32Array(this.#size)
    this.#low = new Uint32Array(this.#size)
    this.#values = new Uint32Array(this.#size)
    this.#count = 0
    for (const [index, value] of values.entries())
      if (value !== 0) this.set(high[index] ?? 0, low[index] ?? 0, value)
  }
}
