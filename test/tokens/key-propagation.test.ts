import { describe, expect, it } from 'vitest'
import { readKeyRing } from '../../lib/tokens/key-ring.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'

const minutes = (count: number) => new Date(Date.UTC(2026, 10, 1, 12, count))

describe('a new key', () => {
  it('is accepted at once, and signs only after every container has had time to read it', async () => {
    const [old, fresh] = [await makeKeys(minutes(-600)), await makeKeys(minutes(0))]
    const stored = rotateKeys(old, fresh, { now: minutes(0) })
    for (const use of ['signing', 'sealing', 'refresh'] as const) {
      const [oldKid, freshKid] = [old[use][0]?.kid, fresh[use][0]?.kid]
      const soon = (await readKeyRing(stored, minutes(1)))[use].map(({ kid }) => kid)
      const later = (await readKeyRing(stored, minutes(11)))[use].map(({ kid }) => kid)
      expect(soon).toEqual([oldKid, freshKid])
      expect(later).toEqual([freshKid, oldKid])
    }
  })

  it('signs at once where there is no other', async () => {
    const only = await makeKeys(minutes(0))
    expect((await readKeyRing(only, minutes(0))).signing[0].kid).toBe(only.signing[0]?.kid)
  })
})
