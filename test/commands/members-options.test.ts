import { expect, test } from 'vitest'
import { languageOf } from '../../lib/commands/members-options.ts'

test.each([
  ['en', { LANG: 'ko_KR.UTF-8' }, 'en'],
  ['ko', {}, 'ko'],
  [undefined, { LANG: 'ko_KR.UTF-8' }, 'ko'],
  [undefined, { LC_ALL: 'C', LANG: 'ko_KR.UTF-8' }, 'en'],
  [undefined, { LC_ALL: '', LC_MESSAGES: 'ko_KR' }, 'ko'],
  [undefined, {}, 'en'],
] as const)(
  'a command speaks the language of its option, else of the shell: %s, %o',
  (typed, shell, language) => {
    expect(languageOf(typed, shell, 'en')).toBe(language)
  },
)

test('another language is refused, not guessed', () => {
  expect(() => languageOf('kr', {}, 'en')).toThrow('it must be ko or en')
})
