import { describe, expect, it } from 'vitest'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'

const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count))
const kids = (keys: readonly { readonly kid: string }[]) => keys.map(({ kid }) => kid)

/** Keys of day 0, replaced on day 100, replaced on day 150. */
async function threeGenerations() {
  const [first, second, third] = await Promise.all([makeKeys(day(0)), makeKeys(day(100)), makeKeys(day(150))])
  const before = rotateKeys(first, second, { now: day(100) })
  return { first, second, third, before }
}

describe('rotating the keys of a stage', () => {
  it('puts the new key in front and keeps the old ones behind it', async () => {
    const { first, second, third, before } = await threeGenerations()
    const after = rotateKeys(before, third, { now: day(150) })
    for (const kind of ['signing', 'sealing', 'refresh'] as const) {
      expect(kids(after[kind])).toEqual(kids([...third[kind], ...second[kind], ...first[kind]]))
    }
  })

  it('keeps the hashing key, since hashes of two keys cannot be compared', async () => {
    const { first, third, before } = await threeGenerations()
    expect(rotateKeys(before, third, { now: day(150) }).hashing).toEqual(first.hashing)
  })

  it('starts hashing anew on request', async () => {
    const { third, before } = await threeGenerations()
    const after = rotateKeys(before, third, { now: day(150), newHashingKey: true })
    expect(after.hashing).toEqual(third.hashing)
  })

  it('takes all new keys where there are none', async () => {
    const fresh = await makeKeys(day(0))
    const none = { signing: [], rs256: [], hs256: [], sealing: [], refresh: [], hashing: [] }
    expect(rotateKeys(none, fresh, { now: day(0) })).toEqual(fresh)
  })

  it('keeps an old key that was replaced only now, of any age', async () => {
    const { first, second } = await threeGenerations()
    const after = rotateKeys(first, second, { now: day(100), dropOlderThanDays: 90 })
    expect(kids(after.signing)).toEqual(kids([...second.signing, ...first.signing]))
  })

  it('removes signing and refresh keys that were replaced long ago', async () => {
    const { second, third, before } = await threeGenerations()
    const after = rotateKeys(before, third, { now: day(150), dropOlderThanDays: 50 })
    expect(kids(after.signing)).toEqual(kids([...third.signing, ...second.signing]))
    expect(kids(after.refresh)).toEqual(kids([...third.refresh, ...second.refresh]))
  })

  it('never removes a sealing key, since sealed values are stored', async () => {
    const { first, second, third, before } = await threeGenerations()
    const after = rotateKeys(before, third, { now: day(150), dropOlderThanDays: 0 })
    expect(kids(after.sealing)).toEqual(kids([...third.sealing, ...second.sealing, ...first.sealing]))
  })
})
