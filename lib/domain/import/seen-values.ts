/** FNV-1a over the text's code units, from another start for each of two hashes. */
function hashOf(text: string, start: number): number {
  let hash = start
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash ^ (hash >>> 15)) >>> 0
}

/** The bits of a value: three, by two hashes. */
function placesOf(value: string, bits: number): readonly number[] {
  const [first, second] = [hashOf(value, 0x811c9dc5), (hashOf(value, 0x9747b28c) | 1) >>> 0]
  return [first % bits, (first + second) % bits, (first + 2 * second) % bits]
}

/** A page holds 2^15 bits, in 4 KB. */
const pageBits = 15

/**
 * Remembers which values an import has met, in constant memory (a Bloom filter): it never forgets one, and takes few
 * others for one. Whoever asks must be right in both cases.
 */
export class SeenValues {
  readonly #bits: number
  // Made at the first value of each: an import of few members takes few, and one at a sign-in none.
  readonly #pages: (Uint32Array | undefined)[] = []

  /** 2^25 bits are 4 MB, of which two million values fill a fifth. */
  constructor(bits = 2 ** 25) {
    this.#bits = bits
  }

  /** Whether a value was met, or seems to have been. */
  has(value: string): boolean {
    return placesOf(value, this.#bits).every((bit) => {
      const word = this.#pages[bit >>> pageBits]?.[wordOf(bit)] ?? 0
      return (word & (1 << (bit & 31))) !== 0
    })
  }

  /** Remembers a value. Gives whether it was there, or seems to have been. */
  add(value: string): boolean {
    let seen = true
    for (const bit of placesOf(value, this.#bits)) {
      const [page, index, mask] = [this.#page(bit >>> pageBits), wordOf(bit), 1 << (bit & 31)]
      const word = page[index] ?? 0
      if ((word & mask) === 0) seen = false
      page[index] = word | mask
    }
    return seen
  }

  #page(number: number): Uint32Array {
    const page = this.#pages[number] ?? new Uint32Array(2 ** (pageBits - 5))
    this.#pages[number] = page
    return page
  }
}

/** The place of a bit's word within its page. */
const wordOf = (bit: number): number => (bit & (2 ** pageBits - 1)) >>> 5
