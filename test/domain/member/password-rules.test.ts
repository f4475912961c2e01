import { describe, expect, it } from 'vitest'
import { passwordFaults } from '../../../lib/domain/member/password-rules.ts'

const detailsOf = (password: string, ...identifiers: readonly string[]) =>
  passwordFaults(password, identifiers).map(({ detail }) => detail)

describe('a password that somebody chooses', () => {
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
    // Seven characters, however many code points they are typed in.
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

  it('is refused when it is what the member signs in with', () => {
    expect(detailsOf('Minji.Kim@example.com', 'minji.kim@example.com')).toEqual([
      'must not be the same as the identifier',
    ])
    expect(detailsOf('minji.kim', 'minji.kim@example.com')).toEqual([
      'must not be the same as the identifier',
    ])
    expect(detailsOf('+821012345678', '+821012345678')).toEqual(['must not be the same as the identifier'])
  })

  it('is pointed at in the request', () => {
    expect(passwordFaults('short', [])).toEqual([{ pointer: '/password', detail: expect.any(String) }])
  })
})
