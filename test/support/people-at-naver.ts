import type { NaverPersona } from '../../lib/stand-ins/naver/persona.ts'

type Usual = Pick<NaverPersona, 'name' | 'email' | 'mobile'>

let people = 0

/**
 * A person with a Naver account that has a name, an address (`KEY@example.com`) and an own number. `more` gives other
 * values, `lacks` the missing ones.
 */
export function atNaver(
  key: string,
  more: Partial<NaverPersona> = {},
  lacks: readonly (keyof Usual)[] = [],
): NaverPersona {
  people += 1
  const usual: { -readonly [field in keyof Usual]: Usual[field] } = {
    name: `김${key}`,
    email: `${key}@example.com`,
    mobile: `010-0000-${6000 + people}`,
  }
  for (const field of lacks) delete usual[field]
  const id = `id-of-${key}-at-naver`.padEnd(43, '_')
  return { key, id, note: { ko: '시험', en: 'for a test' }, nickname: key, ...usual, ...more }
}
