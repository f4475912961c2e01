import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { maskEmail, maskName, maskPhone } from '../../../lib/domain/values/masking.ts'
import { email, phone } from '../scenes.ts'

describe('a masked e-mail address', () => {
  test.each([
    ['dana@devlabs.co.kr', 'd*****@devlabs.co.kr'],
    ['a@example.com', 'a*****@example.com'],
    ['a.very.long.local.part@example.com', 'a*****@example.com'],
    ['o+shop@example.com', 'o*****@example.com'],
  ])('%s is %s', (written, masked) => {
    expect(maskEmail(email(written))).toBe(masked)
  })

  it('hides the length of the address', () => {
    const local = fc.stringMatching(/^[a-z0-9]{1,30}$/)
    fc.assert(
      fc.property(local, local, (one, other) => {
        const masks = [one, other].map((rest) => maskEmail(email(`k${rest}@example.com`)))
        expect(new Set(masks).size).toBe(1)
      }),
    )
  })
})

describe('a masked phone number', () => {
  test.each([
    ['010-1234-5678', '***-****-**78'],
    ['011-234-5600', '***-****-**00'],
    ['+81 90 1234 5679', '***-****-**79'],
  ])('%s is %s', (written, masked) => {
    expect(maskPhone(phone(written))).toBe(masked)
  })
})

describe('a masked name', () => {
  test.each([
    ['김다나', '김**'],
    ['김 다나', '김**'],
    ['남궁민수', '남***'],
    ['이', '이'],
    ['Dana Kim', 'D******'],
    ['𠮷田', '𠮷*'],
    ['', ''],
  ])('%j is %j', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })

  it('shows one letter at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect([...maskName(name)].slice(1).every((letter) => letter === '*')).toBe(true)
      }),
    )
  })
})
