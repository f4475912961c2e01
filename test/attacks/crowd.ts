import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'

/** People with complete Kakao accounts, `person-0` and so on. No two share any value. */
export const crowdOf = (count: number): readonly KakaoPersona[] =>
  Array.from({ length: count }, (_, index) => ({
    key: `person-${index}`,
    id: `${3_000_000_000 + index}`,
    note: { ko: '아무나', en: 'Anybody' },
    nickname: `${index}`,
    name: `김아무${index}`,
    email: { address: `person-${index}@example.com`, valid: true, verified: true },
    phone: `+82 10-0000-${2000 + index}`,
    birthyear: '1990',
    birthday: '0101',
  }))
