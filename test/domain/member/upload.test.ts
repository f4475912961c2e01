import { describe, expect, it } from 'vitest'
import type { AttributeRules } from '../../../lib/domain/member/attributes.ts'
import {
  isOwnedBy,
  newUploads,
  uploadKey,
  uploadOwner,
  uploadsIn,
} from '../../../lib/domain/member/upload.ts'
import { Problem } from '../../../lib/domain/values/problem.ts'

const rules: AttributeRules = { required: [], uploads: ['photos', 'avatar'], faults: () => [] }
const [mine, hers] = [uploadOwner('a'.repeat(43)), uploadOwner('b'.repeat(43))]
const one = uploadKey(mine, '1'.repeat(43))
const two = uploadKey(hers, '2'.repeat(43))

describe('an upload', () => {
  it('has a key of its owner and a secret, and nothing else', () => {
    expect(one).toBe(`${'a'.repeat(22)}/${'1'.repeat(43)}`)
    expect(() => uploadKey(mine, '../x')).toThrow()
    expect(() => uploadOwner('short')).toThrow()
    expect(isOwnedBy(mine, one)).toBe(true)
    expect(isOwnedBy(mine, two)).toBe(false)
  })

  it('is found once in the attributes, wherever its key appears', () => {
    expect(uploadsIn(rules, { photos: [one, two, one], avatar: two, nickname: one })).toEqual([
      { key: one, pointer: '/attributes/photos/2' },
      { key: two, pointer: '/attributes/avatar' },
    ])
    expect(uploadsIn(rules, { photos: ['https://example.com/a.png', 7, null], avatar: {} })).toEqual([])
  })

  it('must belong to the member who adds its key, while a stored key may belong to another owner', () => {
    const named = uploadsIn(rules, { photos: [one, two] })
    expect(newUploads(named, uploadsIn(rules, { avatar: two }), mine).map(({ key }) => key)).toEqual([one])
    expect(() => newUploads(named, [], mine)).toThrow(Problem)
  })
})
