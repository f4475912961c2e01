import { describe, expect, it } from 'vitest'
import { passwordFaults } from '../../../lib/domain/member/password-rules.ts'

const detailsOf = (password: string, ...identifiers: readonly string[]) =>
  passwordFaults(password, identifiers).map(({ detail }) => detail.en)

describe('a new password', () => {
  it.each([
    ['words', 'correct horse battery'],
    ['eight letters of any script', '이음이음으로하자'],
    ['exactly the longest', `${'ab'.repeat(127)}cd`],
    ['characters that take two code units each', '🐢🐇🐈🐕🐎🐖🐄🐑'],
  ])('may be %s', (_, password) => {
    expect(passwordFaults(password, ['minji@example.com'])).toEqual([])
  })

  it.each([
    ['', 'must have at least 8 characters'],
    ['short12', 'must have at least 8 characters'],
    // Seven characters, in any number of code points.
    ['이음으로하자꾸'.normalize('NFD'), 'must have at least 8 characters'],
    [`${'ab'.repeat(128)}c`, 'must have at most 256 characters'],
    ['password', 'is too easy to guess'],
    ['PassWord123', 'is too easy to guess'],
    ['1q2w3e4r', 'is too easy to guess'],
    ['dkssudgktpdy', 'is too easy to guess'],
    ['aaaaaaaaaaaa', 'is too easy to guess'],
    ['half a pair \ud83d', 'must be text'],
  ])('is refused as %j', (password, detail) => {
    expect(detailsOf(password)).toEqual([detail])
  })

  it('is refused when it equals an identifier of the member', () => {
    expect(detailsOf('Minji.Kim@example.com', 'minji.kim@example.com')).toEqual([
      'must not be the same as the identifier',
    ])
    expect(detailsOf('minji.kim', 'minji.kim@example.com')).toEqual([
      'must not be the same as the identifier',
    ])
    expect(detailsOf('+821012345678', '+821012345678')).toEqual(['must not be the same as the identifier'])
  })

  it('has its fault at its own pointer, in both languages', () => {
    expect(passwordFaults('short', [])).toEqual([
      {
        pointer: '/password',
        detail: { ko: '8자 이상이어야 합니다.', en: 'must have at least 8 characters' },
      },
    ])
  })
})
