import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { sourceOf } from '../../../lib/domain/limits/source.ts'

describe('the source of an address', () => {
  test.each([
    ['198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:0:0:1::', '2001:db8:0:0'],
    ['2001:db8:1::5:6:7:8', '2001:db8:1:0'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['2001:DB8:1:2::1', '2001:db8:1:2'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2'],
    // An IPv4 address that a server with both families shows (RFC 4291, section 2.5.5.2).
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:198.51.100.7', '198.51.100.7'],
    ['0:0:0:0:0:ffff:198.51.100.7', '198.51.100.7'],
    ['64:ff9b::198.51.100.7', '64:ff9b:0:0'],
  ])('for %s is %s', (address, source) => {
    expect(sourceOf(address)).toBe(source)
  })

  const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
  const text = (numbers: readonly number[]): string => numbers.map((number) => number.toString(16)).join(':')

  it('is the same throughout a /64, which one customer has', () => {
    fc.assert(
      fc.property(groups, groups, (one, other) => {
        const neighbour = [...one.slice(0, 4), ...other.slice(4)]
        expect(sourceOf(text(neighbour))).toBe(sourceOf(text(one)))
      }),
    )
  })

  it('differs for another /64', () => {
    fc.assert(
      fc.property(groups, groups, (one, other) => {
        fc.pre(text(one.slice(0, 4)) !== text(other.slice(0, 4)))
        expect(sourceOf(text(other))).not.toBe(sourceOf(text(one)))
      }),
    )
  })
})
