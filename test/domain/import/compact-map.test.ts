import { expect, it } from 'vitest'
import { CompactMap } from '../../../lib/domain/import/compact-map.ts'

/** Numbers in no order, the same in each run. */
function* numbers(): Generator<number> {
  for (let value = 1; ; ) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0
    yield value
  }
}

it('gives what was set last for a key, as it grows, and nothing for others', () => {
  const [map, plain] = [new CompactMap(), new Map<string, number>()]
  const next = numbers()
  const number = (): number => next.next().value ?? 0
  for (let index = 0; index < 5000; index += 1) {
    // Few low halves: many keys belong in one place.
    const [high, low] = [number() % 100, number() % 100]
    const value = 1 + (number() % 1000)
    map.set(high, low, value)
    plain.set(`${high} ${low}`, value)
  }
  for (let high = 0; high < 105; high += 1)
    for (let low = 0; low < 105; low += 1) {
      const found = map.get(high, low)
      if (found !== plain.get(`${high} ${low}`))
        expect([high, low, found]).toEqual([high, low, plain.get(`${high} ${low}`)])
    }
})

it('takes the key of zeros, and the largest numbers', () => {
  const map = new CompactMap()
  const largest = 2 ** 32 - 1
  expect(map.get(0, 0)).toBeUndefined()
  map.set(0, 0, largest)
  map.set(largest, largest, 1)
  expect([map.get(0, 0), map.get(largest, largest), map.get(0, largest)]).toEqual([largest, 1, undefined])
})
