import { describe, expect, it } from 'vitest'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import type { NameEntries } from '../../lib/flows/ports/store/operators/name-entries.ts'
import { indexNames } from '../../lib/operators/repeating/index-names.ts'
import { ids } from '../../lib/runtime/ids.ts'

const [named, nameless, changing] = [ids.member(), ids.member(), ids.member()]

/** Members on two pages, of whom one changes while it is listed for the first time. */
function listing() {
  const asked: [MemberId, string][] = []
  const entries: NameEntries = {
    async add(id, index) {
      asked.push([id, index])
      if (id === nameless) return 'nameless'
      return id === changing && asked.filter(([one]) => one === id).length === 1 ? 'conflict' : 'added'
    },
  }
  async function* pages() {
    yield [named, nameless]
    yield [changing]
  }
  return { asked, from: { entries, exports: { pages } } }
}

describe('indexing names', () => {
  it('lists everybody who has a name, and once more who changes meanwhile', async () => {
    const { asked, from } = listing()
    expect(await indexNames({ ...from, consider: ['email', 'name+birth'] })).toEqual({
      indexed: 2,
      nameless: 1,
    })
    expect(asked.map(([id]) => id)).toEqual([named, nameless, changing, changing])
    expect(new Set(asked.map(([, index]) => index))).toEqual(new Set(['name+birth']))
  })

  it('lists them by name alone where the policy considers that, as a visit looks for them', async () => {
    const { asked, from } = listing()
    await indexNames({ ...from, consider: ['name+birth', 'name'] })
    expect(new Set(asked.map(([, index]) => index))).toEqual(new Set(['name']))
  })

  it('is refused under a policy that considers no names', async () => {
    const { asked, from } = listing()
    await expect(indexNames({ ...from, consider: ['ci', 'email'] })).rejects.toThrow('considers no names')
    expect(asked).toEqual([])
  })
})
