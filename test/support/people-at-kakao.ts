import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'

/** An address, verified by Kakao by default. */
export const mail = (address: string, verified = true) => ({ address, valid: true, verified })

type Usual = Pick<KakaoPersona, 'name' | 'email' | 'phone'>

let people = 0

/**
 * A person with a Kakao account that has a name, a verified address (`KEY@example.com`) and an own number. `more`
 * gives other values, `lacks` the missing ones.
 */
export function atKakao(
  key: string,
  more: Partial<KakaoPersona> = {},
  lacks: readonly (keyof Usual)[] = [],
): KakaoPersona {
  people += 1
  const usual: { -readonly [field in keyof Usual]: Usual[field] } = {
    name: '김하나',
    email: mail(`${key}@example.com`),
    phone: `+82 10-0000-${3000 + people}`,
  }
  for (const field of lacks) delete usual[field]
  return {
    key,
    id: `${4_000_000_000 + people}`,
    note: { ko: '시험', en: 'for a test' },
    nickname: key,
    ...usual,
    ...more,
  }
}
