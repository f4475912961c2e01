/** Bits of the filter: 4 MB, which two million values fill to a fifth. */
const bits = 2 ** 25

/** FNV-1a over the text's code units, from another start for each of two hashes. */
function hashOf(text: string, start: number): number {
  let hash = start
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash ^ (hash >>> 15)) >>> 0
}

/**
 * Remembers which values an import has met, in constant memory (a Bloom filter): it never forgets one, and takes few
 * others for one. Whoever asks must be right in both cases.
 */
export class SeenValues {
  // Made at the first value: an import of one member at a sign-in asks for nothing.
  #words: Uint32Array | undefined

  /** Remembers a value. Gives whether it was there, or seems to have been. */
  add(value: string): boolean {
    this.#words ??= new Uint32Array(bits / 32)
    const [first, second] = [hashOf(value, 0x811c9dc5), (hashOf(value, 0x9747b28c) | 1) >>> 0]
    let seen = true
    for (let turn = 0; turn < 3; turn += 1) {
      const bit = (first + turn * second) % bits
      const [index, mask] = [bit >>> 5, 1 << (bit & 31)]
      const word = this.#words[index] ?? 0
      if ((word & mask) === 0) seen = false
      this.#words[index] = word | mask
    }
    return seen
  }
}
