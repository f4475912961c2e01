import { describe, expect, it } from 'vitest'
import type { OwnContact } from '../../../lib/domain/member/member.ts'
import { joinedContact, ownOf, uniteContact } from '../../../lib/domain/merge/unite-contact.ts'

const verified = (value: string): OwnContact<string> => ({ value, verified: true })
const imported = (value: string): OwnContact<string> => ({ value, verified: false, imported: true })
const said = (value: string): OwnContact<string> => ({ value, verified: false })
const shared = (value: string): OwnContact<string> => ({ ...imported(value), shared: true })

describe('a contact that several members share', () => {
  it('is no member’s own', () => {
    expect(ownOf(shared('a'))).toBeUndefined()
    expect(ownOf(imported('a'))).toEqual(imported('a'))
    expect(ownOf(undefined)).toBeUndefined()
  })

  it('comes along where the survivor has none, who is one of those who share it then', () => {
    expect(joinedContact(undefined, shared('b'))).toEqual(shared('b'))
  })

  it.each([
    ['where the survivor has one', verified('a'), shared('b')],
    ['where the survivor shares another', shared('a'), shared('b')],
    ['where it is the other’s own, which a merge treats apart', undefined, verified('b')],
    ['where the other has none', undefined, undefined],
  ])('does not come along %s', (_, survivors, others) => {
    expect(joinedContact(survivors, others)).toBeUndefined()
  })
})

describe('two contacts of one kind', () => {
  it.each<
    [string, OwnContact<string> | undefined, OwnContact<string> | undefined, ReturnType<typeof uniteContact>]
  >([
    ['none and none', undefined, undefined, { moves: [], frees: [] }],
    ['one and none', verified('a'), undefined, { moves: [], frees: [] }],
    ['none and a verified one', undefined, verified('b'), { own: verified('b'), moves: ['b'], frees: [] }],
    ['none and an imported one', undefined, imported('b'), { own: imported('b'), moves: ['b'], frees: [] }],
    ['none and one that was only said', undefined, said('b'), { own: said('b'), moves: [], frees: [] }],
    ['two verified ones', verified('a'), verified('b'), { secondary: ['b'], moves: ['b'], frees: [] }],
    [
      'an imported and a verified one',
      imported('a'),
      verified('b'),
      { own: verified('b'), moves: ['b'], frees: [{ value: 'a', from: 'survivor' }] },
    ],
    [
      'one that was only said and a verified one',
      said('a'),
      verified('b'),
      { own: verified('b'), moves: ['b'], frees: [] },
    ],
    [
      'two imported ones',
      imported('a'),
      imported('b'),
      { moves: [], frees: [{ value: 'b', from: 'other' }] },
    ],
    ['an imported one and one that was only said', imported('a'), said('b'), { moves: [], frees: [] }],
  ])('%s', (_, own, others, united) => {
    expect(uniteContact(own, others)).toEqual(united)
  })

  it('keep the secondary ones of both, the survivor’s first', () => {
    expect(uniteContact(verified('a'), verified('b'), ['c'], ['d'])).toEqual({
      secondary: ['c', 'b', 'd'],
      moves: ['b', 'd'],
      frees: [],
    })
  })

  it('change no secondary ones where none is added', () => {
    expect(uniteContact(verified('a'), undefined, ['c'])).toEqual({ moves: [], frees: [] })
  })
})
